using Replication.Agent.Dashboard.Markup;

namespace Replication.Dashboard.Tests.Markup;

public class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onload='x", "&quot; onload=&#39;x")]
    [InlineData("a & b &amp; c", "a &amp; b &amp;amp; c")]
    [InlineData("Ōsaka 東京 🚀", "Ōsaka 東京 🚀")]
    [InlineData("null\0bell\abreak\u0085", "null\uFFFDbell\uFFFDbreak\uFFFD")]
    public void What_is_put_into_a_hole_is_text(string text, string expected) => Assert.Equal($"<p>{expected}</p>", Html.Of($"<p>{text}</p>").ToString());

    [Fact]
    public void Half_of_a_pair_of_surrogates_is_replaced() =>
        Assert.Equal("half \uFFFD of a pair \uFFFD", Html.Of($"{"half \uD83D of a pair \uDE80"}").ToString());

    [Fact]
    public void A_long_name_may_be_broken_between_its_parts_and_nowhere_becomes_markup() =>
        Assert.Equal("""<bdi class="long">mail-<wbr>&lt;b&gt;.<wbr>shop.<wbr>example</bdi>""", Show.Name("mail-<b>.shop.example").ToString());

    [Fact]
    public void Markup_in_a_hole_stays_markup_and_its_own_holes_stay_text()
    {
        Html inner = Html.Of($"<b>{"<"}</b>");
        Assert.Equal("<p><b>&lt;</b><b>&lt;</b><b>&lt;</b>3</p>", Html.Of($"<p>{inner}{(Html[])[inner, inner]}{3}</p>").ToString());
    }

    [Fact]
    public void A_name_from_right_to_left_is_kept_to_itself() =>
        Assert.Equal("<bdi>\u202Egnp.exe</bdi>", Show.Name("\u202Egnp.exe").ToString());

    [Fact]
    public void What_stands_in_an_address_is_encoded() =>
        Assert.Equal("/machines/a%2F..%2F%3Fb%22%26/test-failover?point=x%26y%3D1", Paths.Action("a/../?b\"&", "test-failover", "x&y=1"));

    [Theory]
    [InlineData("/machines?q=1", "/machines?q=1")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData(null, "/")]
    public void A_sign_in_leads_back_to_this_site_alone(string? wanted, string expected) => Assert.Equal(expected, Paths.Local(wanted));

    [Theory]
    [InlineData("InitialReplicationInProgress", "Initial replication in progress")]
    [InlineData("AddVM", "Add VM")]
    [InlineData("SetVMName", "Set VM name")]
    [InlineData("Replicate", "Replicate")]
    public void An_identifier_is_read_in_words(string identifier, string expected) => Assert.Equal(expected, Show.Words(identifier));

    [Fact]
    public void What_depends_on_a_condition_is_there_or_not() =>
        Assert.Equal("<p></p><p><b>&lt;</b></p>", Html.Of($"<p>{Html.When(false, $"<b>{"<"}</b>")}</p><p>{Html.When(true, $"<b>{"<"}</b>")}</p>").ToString());

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(250, "4 min 10 s")]
    [InlineData(900, "15 min")]
    [InlineData(3 * 3600 + 300, "3 h 05 min")]
    [InlineData(5 * 86400 + 7200, "5 d 02 h")]
    [InlineData(-5, "0 s")]
    public void Times_are_said_in_two_units(int seconds, string expected) => Assert.Equal(expected, Show.Span(TimeSpan.FromSeconds(seconds)));
}
