using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Replication.Agent.Dashboard;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Service;
using Replication.Runtime;

namespace Replication.Dashboard.Tests.Support;

/// <summary>A dashboard of a workspace of its own, on a port that the system chose, and a client that keeps no cookies by itself.</summary>
internal sealed partial class DashboardLab : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly string _root;
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };
    private DashboardServer? _server;
    private Workspace? _workspace;

    public DashboardLab()
    {
        string parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        _root = Path.Combine(parent, $"replication-dashboard-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_root);
        Client = new HttpClient(_handler);
    }

    public HttpClient Client { get; }

    public string Root => _root;

    public string WorkspaceFolder => Path.Combine(_root, "workspace");

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public UserFile Users => new DashboardFolder(WorkspaceFolder).Users;

    public Workspace Workspace => _workspace ?? throw new InvalidOperationException("The lab is not open.");

    public ReplicationService Service => Workspace.Service;

    public Uri Address { get; private set; } = new("http://unset");

    public async Task<DashboardLab> OpenAsync(Action<Seed>? fill = null, Func<DashboardOptions, DashboardOptions>? change = null)
    {
        if (fill is not null)
        {
            var seed = new Seed(_root, Time.GetUtcNow());
            fill(seed);
            await seed.WriteAsync(WorkspaceFolder);
        }

        _workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = WorkspaceFolder, Catalog = null, Time = Time });
        var options = new DashboardOptions
        {
            Listen = [new Uri("http://127.0.0.1:0")],
            Users = Users,
            Service = Service,
            // Jobs stay in the queue until the test has them run.
            Submit = (service, request, token) => service.SubmitAsync(request with { Detached = true }, token),
            FindHost = _ => Task.FromResult<Replication.Runtime.Hosting.HostStatus?>(null),
            Time = Time,
            Limits = new DashboardLimits { Freshness = TimeSpan.Zero, LiveInterval = TimeSpan.FromMilliseconds(100) },
        };
        _server = await DashboardServer.StartAsync(change?.Invoke(options) ?? options);
        Address = new Uri(_server.Addresses[0].ToString().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Client.BaseAddress = Address;
        return this;
    }

    public async Task<string> PageAsync(string path, string? cookie = null)
    {
        using HttpResponseMessage answer = await GetAsync(path, cookie);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {text}");
        return text;
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? cookie = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return Client.SendAsync(request);
    }

    /// <summary>A form as a browser sends it from a page of this dashboard.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form, string? cookie = null, string? origin = "same")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (origin is not null) request.Headers.Add("Origin", origin == "same" ? Address.ToString().TrimEnd('/') : origin);
        return Client.SendAsync(request);
    }

    public void AddUser(string name, DashboardRole role = DashboardRole.Operator) => Users.Set(name, role, Password, Time.GetUtcNow());

    public Task<HttpResponseMessage> TrySignInAsync(string name, string password, string back = "/") =>
        PostAsync("/sign-in", [new("name", name), new("password", password), new("return", back)]);

    /// <returns>The cookie, as a browser sends it back.</returns>
    public async Task<string> SignInAsync(string name)
    {
        using HttpResponseMessage answer = await TrySignInAsync(name, Password);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return CookieOf(answer.Headers);
    }

    public static string CookieOf(HttpResponseHeaders headers) => headers.GetValues("Set-Cookie").Single().Split(';')[0];

    public static string TokenOf(string page) => TokenField().Match(page).Groups[1].Value;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _handler.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        if (_workspace is not null) await _workspace.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
