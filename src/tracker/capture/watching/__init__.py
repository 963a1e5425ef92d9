"""Look at the pages that are watched: feeds, lists of links, site maps, and pages that were captured before."""
