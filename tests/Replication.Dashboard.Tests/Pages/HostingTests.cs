using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Errors;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Pages;

/// <summary>Who is answered, and how.</summary>
public class HostingTests
{
    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:1234", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("dashboard.example.com", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.nip.io", HttpStatusCode.MisdirectedRequest)]
    public async Task Only_names_of_this_machine_are_answered(string host, HttpStatusCode expected)
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(change: options => options with { HostNames = ["dashboard.example.com"] });
        using HttpResponseMessage answer = await lab.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = host } });
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Every_answer_says_what_a_browser_may_do_with_it()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync();
        foreach (string address in (string[])["/", "/nothing", "/assets/dashboard.css", "/sign-in"])
        {
            using HttpResponseMessage answer = await lab.GetAsync(address);
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Files_may_be_kept_under_their_version_alone_and_pages_never()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync();
        string page = await lab.PageAsync("/");
        string style = page.Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];
        using HttpResponseMessage kept = await lab.GetAsync(style);
        Assert.Contains("immutable", kept.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using HttpResponseMessage other = await lab.GetAsync("/assets/dashboard.css?v=older");
        Assert.True(other.Headers.CacheControl!.NoStore);
        using HttpResponseMessage overview = await lab.GetAsync("/");
        Assert.True(overview.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("DELETE", "/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/", HttpStatusCode.NotFound)]
    [InlineData("HEAD", "/", HttpStatusCode.OK)]
    [InlineData("GET", "/sign-out", HttpStatusCode.NotFound)]
    [InlineData("GET", "/assets/..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound)]
    [InlineData("GET", "/jobs/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/drills/nothing/screen.png", HttpStatusCode.NotFound)]
    public async Task What_there_is_not_is_said(string method, string address, HttpStatusCode expected)
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync();
        using HttpResponseMessage answer = await lab.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_too_long_is_refused()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync();
        lab.AddUser("anna");
        using HttpResponseMessage refused = await lab.PostAsync("/sign-in", [new("name", "anna"), new("password", new string('x', 32 * 1024))]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", false, "DashboardNotEncrypted")]
    [InlineData("http://0.0.0.0:0", true, "DashboardUsersMissing")]
    [InlineData("https://127.0.0.1:0", false, "CertificateMissing")]
    [InlineData("ftp://127.0.0.1:0", false, "ListenAddressInvalid")]
    [InlineData("http://example.com:0", false, "ListenAddressInvalid")]
    public async Task Where_others_could_reach_it_unprotected_it_does_not_listen(string listen, bool allowPlain, string errorId)
    {
        await using var lab = new DashboardLab();
        ReplicationException refused = await Assert.ThrowsAsync<ReplicationException>(
            () => lab.OpenAsync(change: options => options with { Listen = [new Uri(listen)], AllowPlainHttp = allowPlain }));
        Assert.Equal(errorId, refused.ErrorId);
    }

    [Fact]
    public async Task Where_others_reach_it_they_sign_in_before_they_see_anything()
    {
        await using var lab = new DashboardLab();
        lab.AddUser("ben", DashboardRole.Viewer);
        // Exposed by what it listens on; reached over loopback all the same.
        await lab.OpenAsync(seed => seed.AddSites(), options => options with { Listen = [new Uri("http://0.0.0.0:0")], AllowPlainHttp = true });
        foreach (string address in (string[])["/", "/machines", "/audit", "/drills/x/screen.png"])
        {
            using HttpResponseMessage answer = await lab.GetAsync(address);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.StartsWith("/sign-in", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        }

        using (HttpResponseMessage events = await lab.GetAsync("/events")) Assert.Equal(HttpStatusCode.Unauthorized, events.StatusCode);
        Assert.Contains("Audit trail", await lab.PageAsync("/audit", await lab.SignInAsync("ben")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_tls_the_cookie_is_bound_to_the_encrypted_site()
    {
        using X509Certificate2 certificate = NewCertificate("dashboard.test");
        await using var lab = new DashboardLab();
        lab.AddUser("anna");
        await lab.OpenAsync(seed => seed.AddSites(), options => options with { Listen = [new Uri("https://0.0.0.0:0")], Certificate = certificate });
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, ServerCertificateCustomValidationCallback = (_, seen, _, _) => seen?.Thumbprint == certificate.Thumbprint };
        using var client = new HttpClient(handler) { BaseAddress = lab.Address };
        var form = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            // By the name of the certificate, which is known without being configured.
            Headers = { { "Origin", "https://dashboard.test" }, { "Host", "dashboard.test" } },
            Content = new FormUrlEncodedContent([new("name", "anna"), new("password", DashboardLab.Password)]),
        };
        using HttpResponseMessage signedIn = await client.SendAsync(form);
        string cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-replication=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync();
        await using var other = new DashboardLab();
        ReplicationException refused = await Assert.ThrowsAsync<ReplicationException>(() => other.OpenAsync(change: options => options with { Listen = [lab.Address] }));
        Assert.Equal("ListenAddressInUse", refused.ErrorId);
    }

    private static X509Certificate2 NewCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(ManualTime.Start.AddYears(-10), ManualTime.Start.AddYears(10));
        // Windows takes no ephemeral keys.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
