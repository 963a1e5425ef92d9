from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.loopback_site import HERE, Clock, Page, Site

from tracker.capture.documents.formats import Kind
from tracker.capture.documents.reading import read
from tracker.capture.watching.page_changes import StoredPage, compare_page, page_not_seen
from tracker.capture.watching.polite_fetching import PoliteVisitor
from tracker.capture.web.fetching import NO_VALIDATORS, Fetched, FetchLimits, NotModified
from tracker.domain.commitments.progress import Cancelled, Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.watching.page_changes import PageChange
from tracker.domain.watching.terms import RecheckOutcome
from tracker.wording import load_words

pytestmark = pytest.mark.network

OTHER = "localhost"
"""The same machine by another name: to the visitor another host."""
LIMITS = FetchLimits(size=1_000_000)
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    site = Site(clock)
    yield site
    site.close()


@pytest.fixture
def visitor(clock: Clock) -> PoliteVisitor:
    """A visitor of one round, that may ask this machine under both of its names, and does not pause."""
    return unhurried(clock, pause=0)


def unhurried(clock: Clock, pause: float) -> PoliteVisitor:
    return PoliteVisitor(
        allow_private=frozenset({HERE, OTHER}), pause=pause, limits=LIMITS, clock=clock, sleep=clock.sleep
    )


def refused(visitor: PoliteVisitor, url: str, progress: Progress = unwatched) -> UserError:
    """The refusal; it is a sentence of one line in both languages."""
    with pytest.raises(UserError) as caught:
        visitor.visit(url, progress=progress)
    for language in ("zh", "en"):
        sentence = load_words(language).error(caught.value)
        assert "\n" not in sentence
        assert "{" not in sentence
    return caught.value


def moved(target: str) -> Page:
    return Page(b"", 302, {"Location": target})


# --- robots.txt


def test_robots_are_asked_once_a_round_and_before_any_page(site: Site, visitor: PoliteVisitor) -> None:
    site.robots("User-agent: *", "Disallow: /private/")
    site.has("/a", Page(b"one"))
    site.has("/b", Page(b"two"))
    one = visitor.visit(site.url("/a"))
    two = visitor.visit(site.url("/b"))
    assert isinstance(one, Fetched)
    assert isinstance(two, Fetched)
    assert (one.body, two.body) == (b"one", b"two")
    assert site.paths == ["/robots.txt", "/a", "/b"]


def test_a_page_that_robots_forbid_is_not_asked_for(site: Site, visitor: PoliteVisitor) -> None:
    site.robots("User-agent: *", "Disallow: /search", "Allow: /search/open", "Disallow: /*.php$")
    site.has("/search/open", Page())
    refusal = refused(visitor, site.url("/search?q=1"))
    assert (refusal.code, refusal.details["host"], refusal.details["path"]) == ("robots_forbidden", HERE, "/search?q=1")
    assert refused(visitor, site.url("/list.php")).code == "robots_forbidden"
    assert isinstance(visitor.visit(site.url("/search/open")), Fetched)
    assert site.paths == ["/robots.txt", "/search/open"]


def test_rules_that_name_this_program_go_before_those_for_all(site: Site, visitor: PoliteVisitor) -> None:
    site.robots("User-agent: *", "Disallow: /", "", "User-agent: tracker", "Disallow: /never")
    site.has("/list", Page())
    assert isinstance(visitor.visit(site.url("/list")), Fetched)
    assert refused(visitor, site.url("/never")).code == "robots_forbidden"


def test_words_of_the_agent_string_are_no_names_of_the_program(site: Site, visitor: PoliteVisitor) -> None:
    site.robots("User-agent: new", "User-agent: commitment", "Disallow: /")
    site.has("/list", Page())
    assert isinstance(visitor.visit(site.url("/list")), Fetched)


@pytest.mark.parametrize(
    "robots",
    [
        Page(b"not here", 404),
        Page(b"", 403),
        Page(b"", 410),
        Page(b"", 401),
        Page(b""),
        Page(b"\r\n <!DOCTYPE html><html><p>User-agent: *</p>\nUser-agent: *\nDisallow: /\n</html>", 200, HTML),
        Page("\ufeff<html>首页</html>".encode(), 200, HTML),
        Page(bytes(range(256)) * 20),
        moved("/robots.txt"),
    ],
)
def test_a_site_without_robots_allows_everything(site: Site, visitor: PoliteVisitor, robots: Page) -> None:
    site.has("/robots.txt", robots)
    site.has("/list", Page())
    assert isinstance(visitor.visit(site.url("/list")), Fetched)


def test_robots_that_begin_with_a_mark_of_their_encoding_are_kept_to(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/robots.txt", Page("\ufeffUser-agent: *\r\nDisallow: /名单/\r\n".encode()))
    assert refused(visitor, site.url("/名单/1.html")).code == "robots_forbidden"


@pytest.mark.parametrize(
    "robots",
    [
        Page(b"", 500),
        Page(b"", 502),
        Page(b"", 503),
        Page(b"User-agent: *\n" + b"Disallow: /x\n" * 50_000),
        Page(b"".join(b"User-agent:%x\n" % n for n in range(14_000)) + b"Disallow:/a\n" * 14_000),
        Page(b"".join(b"User-agent:%x\n\n" % n for n in range(14_000)) + b"Disallow:/a\n" * 14_000),
        Page(b"x", 200, {"Content-Encoding": "gzip"}),
        moved("http://10.0.0.1/robots.txt"),
        moved("javascript:alert(1)"),
    ],
)
def test_where_robots_do_not_come_no_page_is_asked_for(site: Site, visitor: PoliteVisitor, robots: Page) -> None:
    site.has("/robots.txt", robots)
    site.has("/list", Page())
    first = refused(visitor, site.url("/list"))
    second = refused(visitor, site.url("/list"))
    assert (first.code, first.details["host"]) == ("robots_unreachable", HERE)
    assert second.code == "robots_unreachable"
    assert site.paths == ["/robots.txt"]


def test_robots_may_lie_elsewhere(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/robots.txt", moved(site.url("/shared/robots.txt", OTHER)))
    site.has("/shared/robots.txt", Page(b"User-agent: *\nDisallow: /list"))
    assert refused(visitor, site.url("/list")).code == "robots_forbidden"
    assert site.log == [(HERE, "/robots.txt"), (OTHER, "/shared/robots.txt")]


def test_nobody_there_is_said_so_and_not_that_robots_are_missing(site: Site, visitor: PoliteVisitor) -> None:
    url = site.url("/list")
    site.close()
    assert refused(visitor, url).code == "host_silent"
    assert refused(visitor, "http://no-such-host.invalid/").code == "host_unknown"
    assert refused(visitor, "ftp://x/").code == "url_invalid"


# --- redirects


def test_a_redirect_to_another_host_is_followed_as_far_as_its_robots_allow(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/a", moved(site.url("/b", OTHER)))
    site.has("/robots.txt", Page(b"", 404), Page(b"User-agent: *\nDisallow: /b"))
    refusal = refused(visitor, site.url("/a"))
    assert (refusal.code, refusal.details["host"]) == ("robots_forbidden", OTHER)
    assert site.log == [(HERE, "/robots.txt"), (HERE, "/a"), (OTHER, "/robots.txt")]


def test_a_page_behind_redirects_is_that_which_was_asked_for(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/a", moved("/b"))
    site.has("/b", Page(b"there", 200, {"ETag": '"1"'}))
    got = visitor.visit(site.url("/a#top"))
    assert isinstance(got, Fetched)
    assert (got.url, got.final_url, got.body) == (site.url("/a"), site.url("/b"), b"there")
    assert got.validators == NO_VALIDATORS


def test_a_redirect_into_the_private_network_is_refused_unasked(site: Site, clock: Clock) -> None:
    visitor = PoliteVisitor(allow_private=frozenset({HERE}), pause=0, clock=clock, sleep=clock.sleep)
    site.has("/a", moved(site.url("/secret", OTHER)))
    site.has("/secret", Page(b"secret"))
    refusal = refused(visitor, site.url("/a"))
    assert (refusal.code, refusal.details["host"]) == ("address_private", OTHER)
    assert site.log == [(HERE, "/robots.txt"), (HERE, "/a")]


def test_redirects_without_end_are_given_up(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/a", moved("/a"))
    assert refused(visitor, site.url("/a")).code == "page_redirects"
    assert site.paths.count("/a") == LIMITS.redirects + 1


# --- asking again


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/list", Page(b"list", 200, {"ETag": '"1"'}))
    first = visitor.visit(site.url("/list"))
    assert isinstance(first, Fetched)
    second = visitor.visit(site.url("/list"), first.validators)
    assert isinstance(second, NotModified)
    assert (second.url, second.validators) == (site.url("/list"), first.validators)


def test_what_one_address_gave_is_not_told_to_another(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/list", Page(b"list", 200, {"ETag": '"1"'}), moved("/front"))
    site.has("/front", Page(b"front", 200, {"ETag": '"1"'}))
    first = visitor.visit(site.url("/list"))
    assert isinstance(first, Fetched)
    second = visitor.visit(site.url("/list"), first.validators)
    assert isinstance(second, Fetched)
    assert second.body == b"front"


# --- pauses


def test_between_two_requests_of_a_host_there_is_a_pause(site: Site, clock: Clock) -> None:
    visitor = unhurried(clock, pause=2)
    for path in ("/a", "/b"):
        site.has(path, Page())
        visitor.visit(site.url(path))
    assert site.paths == ["/robots.txt", "/a", "/b"]
    assert site.times == pytest.approx([0, 2, 4])


def test_one_host_does_not_wait_for_the_pause_of_another(site: Site, clock: Clock) -> None:
    visitor = unhurried(clock, pause=2)
    site.has("/a", Page())
    visitor.visit(site.url("/a"))
    visitor.visit(site.url("/a", OTHER))
    assert [host for host, _ in site.log] == [HERE, HERE, OTHER, OTHER]
    assert site.times == pytest.approx([0, 2, 2, 4])


@pytest.mark.parametrize(("said", "waited"), [("7", 7), ("0.5", 1), ("86400", 30), ("-4", 1), ("soon", 1), ("nan", 1)])
def test_the_delay_that_a_site_asks_for_is_kept_up_to_half_a_minute(
    site: Site, clock: Clock, said: str, waited: float
) -> None:
    site.robots("User-agent: *", f"Crawl-delay: {said}")
    visitor = unhurried(clock, pause=1)
    for path in ("/a", "/b"):
        site.has(path, Page())
        visitor.visit(site.url(path))
    assert site.times == pytest.approx([0, waited, 2 * waited])


def test_no_two_requests_are_ever_open_at_once(site: Site, visitor: PoliteVisitor) -> None:
    site.thinks_for = 0.02
    for number in range(4):
        site.has(f"/{number}", moved(site.url(f"/there/{number}", OTHER)))
        site.has(f"/there/{number}", Page(b"x" * 200_000))
        visitor.visit(site.url(f"/{number}"))
    assert len(site.log) == 2 + 8
    assert site.most_at_once == 1


# --- hosts that are busy


def busy(status: int, retry_after: str = "") -> Page:
    return Page(b"later", status, {"Retry-After": retry_after} if retry_after else {})


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_a_short_wait_gets_it_once(site: Site, visitor: PoliteVisitor, status: int) -> None:
    site.has("/a", busy(status, "20"), Page(b"there"))
    got = visitor.visit(site.url("/a"))
    assert isinstance(got, Fetched)
    assert got.body == b"there"
    assert site.times == pytest.approx([0, 0, 20])
    site.has("/b", busy(status, "20"))
    refusal = refused(visitor, site.url("/b"))
    assert (refusal.code, refusal.details["minutes"]) == ("host_busy", 1)
    assert site.paths.count("/b") == 1


def test_a_host_that_asks_for_more_is_left_alone_for_the_rest_of_the_round(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/a", busy(503, "3601"))
    site.has("/b", Page())
    for path in ("/a", "/b", "/a"):
        refusal = refused(visitor, site.url(path))
        assert (refusal.code, refusal.details["host"], refusal.details["minutes"]) == ("host_busy", HERE, 61)
    assert site.paths == ["/robots.txt", "/a"]
    assert isinstance(visitor.visit(site.url("/b", OTHER)), Fetched)


def test_too_many_requests_without_a_time_end_the_round_for_that_host(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/a", busy(429))
    assert refused(visitor, site.url("/a")).code == "host_busy_untold"
    assert refused(visitor, site.url("/b")).code == "host_busy_untold"
    assert site.paths == ["/robots.txt", "/a"]


def test_a_page_that_is_out_of_order_says_nothing_of_others(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/a", busy(503))
    site.has("/b", Page())
    assert refused(visitor, site.url("/a")).code == "page_status"
    assert isinstance(visitor.visit(site.url("/b")), Fetched)


def test_robots_of_a_busy_host_are_waited_for_too(site: Site, visitor: PoliteVisitor) -> None:
    site.has("/robots.txt", busy(429, "10"), Page(b"User-agent: *\nDisallow: /a"))
    assert refused(visitor, site.url("/a")).code == "robots_forbidden"
    assert site.times == pytest.approx([0, 10])


# --- stopping


def test_waiting_can_be_stopped(site: Site, clock: Clock) -> None:
    visitor = unhurried(clock, pause=20)
    site.has("/a", Page())
    visitor.visit(site.url("/a"))

    def stop(done: int, total: int) -> None:
        if clock.now > 25:
            raise Cancelled

    with pytest.raises(Cancelled):
        visitor.visit(site.url("/b"), progress=stop)
    assert site.paths == ["/robots.txt", "/a"]
    assert clock.now < 26


def test_a_visitor_that_was_stopped_goes_on_where_it_was(site: Site, clock: Clock) -> None:
    visitor = unhurried(clock, pause=5)
    site.has("/a", Page())

    def stop(done: int, total: int) -> None:
        if site.log:
            raise Cancelled

    with pytest.raises(Cancelled):
        visitor.visit(site.url("/a"), progress=stop)
    assert isinstance(visitor.visit(site.url("/a")), Fetched)
    assert site.times == pytest.approx([5 * number for number in range(len(site.times))])
    assert site.paths[-1] == "/a"


# --- captured pages that are looked at again

NOTICE = (
    "<html><head><meta charset='utf-8'><title>关于公布试点城市名单的通知</title></head><body>"
    "<h1>关于公布试点城市名单的通知</h1>"
    "<p>为贯彻落实有关部署，现将第一批试点城市名单予以公布，请各地认真组织实施，确保取得实效，按时报送进展情况。</p>"
    "<p>一、本批共有34个城市入选，中央财政对每个城市给予定额奖励，奖励资金由地方统筹使用，实施期限为三年。</p>"
    "</body></html>"
)
LOGIN = b"<html><head><title>Sign in</title></head><body><form>Sign in<input type=password></form></body></html>"


def captured(site: Site, visitor: PoliteVisitor) -> StoredPage:
    site.has("/notice.html", Page(NOTICE.encode(), 200, HTML))
    page = visitor.visit(site.url("/notice.html"))
    assert isinstance(page, Fetched)
    return StoredPage(page.final_url, page.sha256, read(page.body, Kind.HTML, url=page.final_url))


def looked_at_again(visitor: PoliteVisitor, before: StoredPage) -> PageChange:
    try:
        return compare_page(before, visitor.visit(before.url))
    except UserError as error:
        return page_not_seen(error, datetime.now(UTC))


def test_a_captured_page_that_changed_shows_its_new_words(site: Site, visitor: PoliteVisitor) -> None:
    before = captured(site, visitor)
    assert looked_at_again(visitor, before).outcome is RecheckOutcome.SAME
    site.has("/notice.html", Page(NOTICE.replace("34个", "36个").encode(), 200, HTML))
    after = looked_at_again(visitor, before)
    assert after.outcome is RecheckOutcome.CHANGED
    assert [(one.before, one.after) for one in after.changes] == [("34", "36")]


@pytest.mark.parametrize("answer", [Page(b"", 404), Page(b"", 410), moved("/"), moved("/index.html")])
def test_a_captured_page_that_vanished_is_gone(site: Site, visitor: PoliteVisitor, answer: Page) -> None:
    before = captured(site, visitor)
    front = NOTICE.replace("关于公布试点城市名单的通知", "首页")
    for path in ("/", "/index.html"):
        site.has(path, Page(front.encode(), 200, HTML))
    site.has("/notice.html", answer)
    assert looked_at_again(visitor, before).outcome is RecheckOutcome.GONE


def test_a_network_that_asks_for_a_log_in_first_says_nothing_of_the_page(site: Site, visitor: PoliteVisitor) -> None:
    before = captured(site, visitor)
    site.has("/notice.html", moved(site.url("/portal", OTHER)))
    site.has("/portal", Page(LOGIN, 200, HTML))
    after = looked_at_again(visitor, before)
    assert (after.outcome, after.reason, after.changes) == (RecheckOutcome.FAILED, "login", ())


def test_a_network_that_leads_everything_to_itself_says_nothing_of_the_page(site: Site, clock: Clock) -> None:
    before = captured(site, unhurried(clock, pause=0))
    for path in ("/robots.txt", "/notice.html"):
        site.has(path, moved(site.url("/portal", OTHER)))
    visitor = PoliteVisitor(allow_private=frozenset({HERE}), pause=0, clock=clock, sleep=clock.sleep)
    after = looked_at_again(visitor, before)
    assert (after.outcome, after.reason) == (RecheckOutcome.FAILED, "robots_unreachable")
    assert OTHER not in [host for host, _ in site.log]
