using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Replication.Agent.Tests.Host;
using Replication.Catalog.Tests.Postgres;

namespace Replication.Agent.Tests.Catalog;

/// <summary>Several workspaces, each with a host of its own, on one catalog in PostgreSQL.</summary>
public sealed class SharedCatalogTests(PostgresServer server, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    private readonly HostRun _run = new();
    private readonly string _schema = $"t{Guid.NewGuid():N}";
    private readonly List<Process> _hosts = [];

    private string Address => $"{server.ConnectionString};Search Path={_schema}";

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"CREATE SCHEMA {_schema}";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process host in _hosts)
        {
            if (!host.HasExited) host.Kill();
            await host.WaitForExitAsync();
            host.Dispose();
        }

        await _run.DisposeAsync();
    }

    [Fact]
    public async Task INV_02_a_job_of_a_killed_host_is_continued_by_the_host_of_another_workspace()
    {
        byte[] content = CommandRun.Content(CommandRun.LargeDisk, 6);
        await _run.Commands.ProtectAsync(content);
        await _run.Commands.TrickleAsync();
        Assert.True((await _run.Commands.JsonAsync("catalog", "move", Address)).GetProperty("rows").GetInt64() > 4);
        await _run.Commands.JsonAsync("catalog", "use", Address, "--workspace", Other("b"));

        string job = await _run.DetachAsync("start");
        int first = (await _run.AnsweringAsync()).ProcessId;
        await HostRun.UntilAsync(() => Task.FromResult(FolderSize.Of(_run.Store) > CommandRun.SomeOfIt));
        Assert.Equal(0, Signals.Send(first, Signals.Kill));
        await HostRun.GoneAsync(first);
        if ((await _run.JobAsync(job)).GetProperty("jobState").GetString() == "Succeeded") Assert.Skip("The replication ended before it could be stopped.");

        await _run.Commands.HurryAsync();
        StartHost("b");
        JsonElement ended = (await _run.Commands.JsonAsync("jobs", "wait", job, "--workspace", Other("b")))[0];
        Assert.Equal(("Succeeded", 2), (ended.GetProperty("jobState").GetString(), ended.GetProperty("attempts").GetInt32()));
        Assert.True(await _run.HoldsAsync(content));
    }

    [Fact]
    public async Task A_workspace_has_one_catalog()
    {
        await _run.Commands.JsonAsync("site", "add", "hq", "--path", _run.Commands.Path1("hq"));
        CommandResult refused = await _run.Commands.RunAsync("site", "list", "--catalog", Address, "--json");
        Assert.Equal((1, "CatalogElsewhere"), (refused.ExitCode, refused.Json.GetProperty("error").GetProperty("errorId").GetString()));

        // One without any takes that of its first command for good; the host needs to be told nothing.
        await _run.Commands.JsonAsync("site", "add", "hq", "--path", _run.Commands.Path1("hq"), "--catalog", Address, "--workspace", Other("b"));
        Assert.Single((await _run.Commands.JsonAsync("site", "list", "--workspace", Other("b"))).EnumerateArray());
        Assert.True((await _run.Commands.JsonAsync("catalog", "check", "--workspace", Other("b"))).GetProperty("intact").GetBoolean());

        CommandResult moved = await _run.Commands.RunAsync("catalog", "move", Address, "--json");
        Assert.Equal((1, "CatalogNotEmpty"), (moved.ExitCode, moved.Json.GetProperty("error").GetProperty("errorId").GetString()));
        Assert.Single((await _run.Commands.JsonAsync("site", "list")).EnumerateArray());
    }

    /// <summary>Hosts are killed at random while all of them replicate; in the end every point is what its source was.</summary>
    [Fact]
    public async Task INV_02_three_hosts_that_are_killed_at_random_lose_nothing_and_do_nothing_twice()
    {
        if (!Long) Assert.Skip("Takes minutes; REPLICATION_LONG_TESTS=1 runs it.");
        const int Machines = 6;
        string[] workspaces = ["a", "b", "c"];
        byte[][] contents = [.. Enumerable.Range(0, Machines).Select(index => CommandRun.Content(24 << 20, index))];
        foreach (string workspace in workspaces) await _run.Commands.JsonAsync("catalog", "use", Address, "--workspace", Other(workspace));
        await CommandAsync("site", "add", "hq", "--path", _run.Commands.Path1("hq"));
        for (int index = 0; index < Machines; index++)
        {
            string image = _run.Commands.Path1($"image{index}.raw");
            await File.WriteAllBytesAsync(image, contents[index], TestContext.Current.CancellationToken);
            await CommandAsync("site", "add", $"dr{index}", "--path", _run.Commands.Path1($"dr{index}"), "--compression", "brotli");
            await CommandAsync("machine", "new", $"vm{index}", "--site", "hq", "--disk", image);
            await CommandAsync("group", "new", $"g{index}", "--from", "hq", "--to", $"dr{index}", "--interval", "0");
            await CommandAsync("vm", "add", $"vm{index}", "--group", $"g{index}");
        }

        var random = new Random(7);
        int kills = 0;
        Process[] hosts = [.. workspaces.Select(StartHost)];
        long begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(3))
        {
            int changed = random.Next(Machines);
            random.NextBytes(contents[changed].AsSpan(random.Next(16) << 20, 1 << 20));
            string disk = Directory.GetFiles(_run.Commands.Path1("hq", $"vm{changed}"), "*.raw").Single();
            // A disk that is being read refuses writers; the point then shows an earlier content, and the last round is quiet.
            await CommandAsync("start", "--detach");
            int victim = random.Next(hosts.Length);
            await Task.Delay(random.Next(1500), TestContext.Current.CancellationToken);
            hosts[victim].Kill();
            await hosts[victim].WaitForExitAsync(TestContext.Current.CancellationToken);
            kills++;
            hosts[victim] = StartHost(workspaces[victim]);
            await QuietAsync();
            await File.WriteAllBytesAsync(disk, contents[changed], TestContext.Current.CancellationToken);
        }

        await QuietAsync();
        await CommandAsync("start");
        for (int index = 0; index < Machines; index++)
        {
            string folder = _run.Commands.Path1($"out{index}");
            await CommandAsync("export", $"vm{index}", "--to", folder);
            Assert.True((await File.ReadAllBytesAsync(Path.Combine(folder, $"vm{index}-disk0.raw"), TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(contents[index]), $"vm{index}");
            Assert.True((await CommandAsync("store", "verify", _run.Commands.Path1($"dr{index}", ".replica-store"))).GetProperty("intact").GetBoolean());
        }

        Assert.True((await CommandAsync("catalog", "check")).GetProperty("intact").GetBoolean());
        JsonElement jobs = await CommandAsync("jobs");
        output.WriteLine($"{kills} kills; {jobs.GetArrayLength()} jobs, {jobs.EnumerateArray().Sum(job => job.GetProperty("attempts").GetInt32())} attempts");
    }

    /// <summary>Waits until no job is open; what was interrupted more often than a host continues by itself is resumed.</summary>
    private async Task QuietAsync()
    {
        await HostRun.UntilAsync(async () =>
        {
            JsonElement jobs = await CommandAsync("jobs");
            bool quiet = true;
            foreach (JsonElement job in jobs.EnumerateArray())
            {
                string? state = job.GetProperty("jobState").GetString();
                Assert.True(state != "Failed", job.GetRawText());
                quiet &= state is "Succeeded" or "Abandoned";
                if (state == "Interrupted") await _run.Commands.RunAsync("jobs", "resume", job.GetProperty("id").GetString()!, "--detach", "--workspace", Other("a"));
            }

            return quiet;
        });
    }

    private Task<JsonElement> CommandAsync(params string[] arguments) => _run.Commands.JsonAsync([.. arguments, "--workspace", Other("a")]);

    private string Other(string name) => _run.Commands.Path1($"workspace-{name}");

    private Process StartHost(string workspace)
    {
        Process host = _run.Commands.Start("host", "--idle", "120", "--workspace", Other(workspace));
        _hosts.Add(host);
        return host;
    }
}
