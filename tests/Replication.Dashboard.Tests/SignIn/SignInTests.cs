using System.Net;
using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Catalog;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.SignIn;

/// <summary>Signing in over HTTP.</summary>
public class SignInTests
{
    [Fact]
    public async Task Nobody_gets_a_cookie_before_signing_in_and_the_cookie_is_for_this_site_alone()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => seed.AddSites());
        lab.AddUser("anna");
        using (HttpResponseMessage page = await lab.GetAsync("/")) Assert.False(page.Headers.Contains("Set-Cookie"));
        using HttpResponseMessage signedIn = await lab.TrySignInAsync("Anna", DashboardLab.Password, "/machines?q=a");
        Assert.Equal("/machines?q=a", signedIn.Headers.Location?.OriginalString);
        string cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Sign out", await lab.PageAsync("/", cookie.Split(';')[0]), StringComparison.Ordinal);
        AuditEntry entry = Assert.Single(await lab.Service.Jobs.AuditAsync());
        Assert.Equal(("anna@dashboard", "DashboardSignIn", "Succeeded"), (entry.Actor, entry.Verb, entry.Outcome));
    }

    [Theory]
    [InlineData("anna", "wrong password")]
    [InlineData("nobody", DashboardLab.Password)]
    [InlineData("", "")]
    public async Task Who_exists_is_not_told(string name, string password)
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => seed.AddSites());
        lab.AddUser("anna");
        using HttpResponseMessage refused = await lab.TrySignInAsync(name, password);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        Assert.Contains("Name or password is wrong.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_becomes_slow_and_the_right_password_has_to_wait_as_well()
    {
        var time = new ManualTime();
        await using var lab = new DashboardLab { Time = time };
        await lab.OpenAsync(seed => seed.AddSites());
        lab.AddUser("anna");
        for (int tries = 0; tries < SignInGuard.FreeFailures; tries++) (await lab.TrySignInAsync("anna", $"guess {tries} of many")).Dispose();
        using (HttpResponseMessage blocked = await lab.TrySignInAsync("anna", DashboardLab.Password))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, blocked.StatusCode);
            Assert.Equal(SignInGuard.FirstDelay, blocked.Headers.RetryAfter?.Delta);
        }

        time.Advance(SignInGuard.FirstDelay);
        (await lab.TrySignInAsync("anna", "another guess")).Dispose();
        using (HttpResponseMessage longer = await lab.TrySignInAsync("anna", DashboardLab.Password)) Assert.Equal(SignInGuard.FirstDelay * 2, longer.Headers.RetryAfter?.Delta);
        time.Advance(SignInGuard.FirstDelay * 2);
        await lab.SignInAsync("anna");
        Assert.Equal(
            ["Succeeded", "Blocked", "Blocked", "Refused", "Refused", "Refused", "Refused"], (await lab.Service.Jobs.AuditAsync()).Select(entry => entry.Outcome));
    }

    [Fact]
    public async Task What_was_typed_as_a_name_that_does_not_exist_is_not_written_down()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => seed.AddSites());
        lab.AddUser("anna");
        for (int tries = 0; tries < SignInGuard.FreeFailures + 1; tries++) (await lab.TrySignInAsync("a password in the wrong field", "anna")).Dispose();
        Assert.Empty(await lab.Service.Jobs.AuditAsync());
    }

    [Fact]
    public async Task A_session_ends_by_itself_by_signing_out_and_with_its_user()
    {
        var time = new ManualTime();
        await using var lab = new DashboardLab { Time = time };
        await lab.OpenAsync(seed => seed.AddSites());
        lab.AddUser("anna");

        string idle = await lab.SignInAsync("anna");
        time.Advance(SessionTable.IdleLimit - TimeSpan.FromSeconds(1));
        Assert.True(await IsSignedInAsync(lab, idle));
        time.Advance(SessionTable.IdleLimit);
        Assert.False(await IsSignedInAsync(lab, idle));

        string left = await lab.SignInAsync("anna");
        string token = DashboardLab.TokenOf(await lab.PageAsync("/", left));
        (await lab.PostAsync("/sign-out", [new("token", "another")], left)).Dispose();
        Assert.True(await IsSignedInAsync(lab, left));
        (await lab.PostAsync("/sign-out", [new("token", token)], left)).Dispose();
        Assert.False(await IsSignedInAsync(lab, left));

        string removed = await lab.SignInAsync("anna");
        lab.Users.Remove("anna");
        Assert.False(await IsSignedInAsync(lab, removed));
    }

    [Fact]
    public async Task What_a_page_fetches_by_itself_does_not_keep_a_person_signed_in()
    {
        var time = new ManualTime();
        await using var lab = new DashboardLab { Time = time };
        await lab.OpenAsync(seed => seed.AddSites());
        lab.AddUser("anna");
        string cookie = await lab.SignInAsync("anna");
        time.Advance(SessionTable.IdleLimit - TimeSpan.FromMinutes(1));
        var refresh = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", cookie }, { "X-Refresh", "1" } } };
        using (HttpResponseMessage answer = await lab.Client.SendAsync(refresh))
            Assert.Contains("Sign out", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(await IsSignedInAsync(lab, cookie));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_form_of_another_site_is_refused(string? origin)
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => seed.AddSites());
        lab.AddUser("anna");
        using HttpResponseMessage refused = await lab.PostAsync("/sign-in", [new("name", "anna"), new("password", DashboardLab.Password)], origin: origin);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
    }

    private static async Task<bool> IsSignedInAsync(DashboardLab lab, string cookie) => (await lab.PageAsync("/", cookie)).Contains("Sign out", StringComparison.Ordinal);
}
