"""What in a file would act when another program opens it."""
