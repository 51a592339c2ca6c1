using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Replication.Core.Replicas;
using Replication.Runtime;
using Replication.Tests.Certificates;

namespace Replication.Remote.Tests.Support;

/// <summary>
/// Two sites as their admins set them up, with the programs as users start them: an agent with a replica server in one network, the command line of a primary in the
/// other, certificates of one authority, and nothing but a cable between.
/// </summary>
internal sealed class TwoSites : IAsyncDisposable
{
    public const int Port = 9601;
    public const int ClearPort = 9600;
    public const string Primary = "hv1.contoso.com";
    public const string TrustGroup = "contoso";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "replication");

    private readonly string _folder = Directory.CreateTempSubdirectory("replication-sites-").FullName;
    private readonly TwoNetworks _networks;
    private Process? _server;

    private TwoSites(TwoNetworks networks)
    {
        _networks = networks;
        Link = new Link(networks, Port);
    }

    public TestAuthority Authority { get; } = new(TimeProvider.System.GetUtcNow());

    public Link Link { get; }

    public static Uri Address { get; } = new($"https://{TwoNetworks.AddressThere}:{Port}");

    public string Log => PathOf("there/workspace/host/host.log");

    /// <summary>Skips the test where networks cannot be made.</summary>
    public static async Task<TwoSites> StartAsync(ReplicaServerChange? change = null, object[]? faults = null)
    {
        (TwoNetworks? networks, string? reason) = await TwoNetworks.CreateAsync(("nft", "nftables"), ("tcpdump", "tcpdump"), ("ss", "iproute2"));
        if (networks is null) Assert.Skip(reason!);
        var sites = new TwoSites(networks);
        try
        {
            await sites.SetUpAsync(change ?? new ReplicaServerChange());
            await sites.StartServerAsync(faults ?? []);
            return sites;
        }
        catch
        {
            await sites.DisposeAsync();
            throw;
        }
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>A machine at home that is to be replicated to the site there.</summary>
    public async Task ProtectAsync(string machine, params string[] site)
    {
        string image = PathOf("image.raw");
        if (!File.Exists(image)) await MarkedDisk.MakeAsync(image);
        await RunAsync("site", "add", $"{machine}-home", "--path", PathOf($"home-{machine}"), "--hypervisor", "none");
        await RunAsync(["site", "add", $"{machine}-there", "--kind", "remote", .. site]);
        await RunAsync("machine", "new", machine, "--site", $"{machine}-home", "--disk", image);
        await RunAsync("group", "new", machine, "--from", $"{machine}-home", "--to", $"{machine}-there");
        await RunAsync("vm", "add", machine, "--group", machine);
    }

    /// <summary>Options of a Remote site that comes with this certificate.</summary>
    public string[] With(X509Certificate2 certificate, Uri? address = null, string? trust = null) =>
        ["--url", $"{address ?? Address}", "--certificate", Write(certificate), "--trust", trust ?? Anchors];

    public string[] WithGoodCertificate()
    {
        using X509Certificate2 certificate = Authority.Issue(Primary, [TestAuthority.ClientUsage]);
        return With(certificate);
    }

    /// <summary>A new list of what the authority takes back; the server reads it by itself.</summary>
    public Task RevokeAsync(params X509Certificate2[] certificates) =>
        File.WriteAllBytesAsync(RevocationList, Authority.Revoke(TimeProvider.System.GetUtcNow().AddDays(1), certificates));

    /// <summary>File of an access key, which both sides have.</summary>
    public string Keys => PathOf("keys.json");

    private string RevocationList => PathOf("there/revoked.crl");

    public string Anchors => PathOf("anchors.pem");

    public string DiskHere(string machine) => PathOf($"home-{machine}/{machine}/disk0.raw");

    /// <summary>A machine is made there of the newest point, and its disk compared with the one at home.</summary>
    public async Task AssertSameThereAsync(string machine)
    {
        await RunAsync("verify", machine);
        await RunAsync("test-failover", "start", machine, "--no-start");
        string disk = Directory.GetFiles(PathOf("there/replicas"), "disk0.raw", SearchOption.AllDirectories).Single(file => file.Contains($"{machine} - Test", StringComparison.Ordinal));
        Assert.Equal(Hash(DiskHere(machine)), Hash(disk));
        await RunAsync("test-failover", "stop", machine);
    }

    public Process StartHere(params string[] arguments) => _networks.StartHere(Program, [.. arguments, "--workspace", PathOf("workspace")]);

    /// <summary>Runs to success.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        (int code, string text) = await TryAsync(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {text}");
        return text;
    }

    public async Task<(int Code, string Text)> TryAsync(params string[] arguments)
    {
        using Process process = StartHere(arguments);
        return await ProgramRun.EndAsync(process);
    }

    /// <summary>The first thing that `replica-server test` finds in the way; null for none.</summary>
    public async Task<JsonElement?> TestAsync(string server, X509Certificate2? certificate = null, string? trust = null)
    {
        using X509Certificate2 good = Authority.Issue(Primary, [TestAuthority.ClientUsage]);
        using Process process = StartHere("replica-server", "test", "--server", server, "--client-certificate", Write(certificate ?? good), "--trust", trust ?? Anchors, "--json");
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        JsonElement failed = JsonDocument.Parse(text).RootElement.EnumerateArray().FirstOrDefault(finding => finding.GetProperty("status").GetString() == "Failed");
        return failed.ValueKind == JsonValueKind.Undefined ? null : failed;
    }

    /// <summary>What the admin there sees.</summary>
    public async Task<string> ShowServerAsync()
    {
        using Process process = _networks.StartThere(Program, "replica-server", "show", "--workspace", PathOf("there/workspace"));
        return (await ProgramRun.EndAsync(process)).Text;
    }

    public Task<WireCapture> CaptureAsync(string name) => WireCapture.StartAsync(_networks, PathOf(name));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            if (!_server.HasExited) _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        _networks.Dispose();
        Authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Hash(string file)
    {
        using FileStream content = File.OpenRead(file);
        return Convert.ToHexString(SHA256.HashData(content));
    }

    private async Task SetUpAsync(ReplicaServerChange change)
    {
        Directory.CreateDirectory(PathOf("there"));
        using X509Certificate2 own = Authority.Issue("replica.contoso.com", [TestAuthority.ServerUsage], alternativeNames: ["replica.contoso.com", TwoNetworks.AddressThere]);
        await File.WriteAllTextAsync(Anchors, Authority.Certificate.ExportCertificatePem());
        await RevokeAsync();
        await WriteKeysAsync();
        await using Workspace there = await Workspace.OpenAsync(new WorkspaceOptions { Folder = PathOf("there/workspace"), Catalog = null });
        await there.Service.ReplicaServer.SetAsync(settings => change.Apply(new ReplicaServerChange
        {
            Enabled = true,
            HttpsPort = Port,
            HttpPort = ClearPort,
            Certificate = Write(own),
            TrustAnchors = Anchors,
            Revocation = Core.Replicas.Certificates.RevocationCheck.Lists,
            RevocationLists = [RevocationList],
            AccessKeys = Keys,
        }.Apply(settings)));
        await there.Service.ReplicaServer.AddAuthorizationAsync(Primary, AuthorizationRole.Primary, Directory.CreateDirectory(PathOf("there/replicas")).FullName, TrustGroup);
    }

    private async Task StartServerAsync(object[] faults)
    {
        string plan = PathOf("there/faults.json");
        await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(new { rules = faults }));
        _server = _networks.StartThere(Program, "agent", "run", "--faults", plan, "--workspace", PathOf("there/workspace"));
        while (!File.Exists(Log) || !(await File.ReadAllTextAsync(Log)).Contains("The replica server listens on", StringComparison.Ordinal))
        {
            Assert.False(_server.HasExited, "The agent there has ended.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private async Task WriteKeysAsync()
    {
        var key = new { accessKeyId = "AKHV1", secretAccessKey = "a-secret", primary = Primary };
        await File.WriteAllTextAsync(Keys, JsonSerializer.Serialize(new { keys = new[] { key } }));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Write(X509Certificate2 certificate)
    {
        string path = PathOf($"{certificate.Thumbprint}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
