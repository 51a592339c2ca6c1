using System.Diagnostics;
using System.Text.Json;
using Replication.Agent.Tests.Host;

namespace Replication.Agent.Tests.Monitoring;

public sealed class MonitoringCommandTests
{
    [Fact]
    public async Task An_agent_alerts_and_serves_metrics_and_the_evidence_of_what_it_did_can_be_verified()
    {
        await using var run = new HostRun();
        CommandRun commands = run.Commands;
        using var receiver = new HttpReceiver();
        await commands.ProtectAsync(CommandRun.Content(1 << 20, 1));
        await commands.JsonAsync("alerts", "set", "ops", "--kind", "webhook", "--address", receiver.Url + "/hook");
        await commands.JsonAsync("monitoring", "set", "--alert-after", "0", "--recovered-after", "0", "--metrics", "http://127.0.0.1:0");
        using Process agent = commands.Start("agent", "run");
        try
        {
            // Nothing was replicated yet, which is a warning.
            await HostRun.UntilAsync(() => Task.FromResult(Documents(receiver).Any(alert => alert.GetProperty("health").GetString() == "Warning")));
            Uri metrics = await MetricsAsync(run);
            using var client = new HttpClient();
            await HostRun.UntilAsync(async () => (await client.GetStringAsync(metrics)).Contains("replication_health{vm=\"web01\",group=\"web\"} 2\n", StringComparison.Ordinal));
            await commands.JsonAsync("start", "web01");
        }
        finally
        {
            await run.Host.StopAsync();
            await agent.WaitForExitAsync();
        }

        JsonElement chain = (await commands.JsonAsync("evidence", "verify"))[0];
        Assert.Equal(2, chain.GetProperty("entries").GetInt32());
        string key = (await commands.JsonAsync("evidence", "keys"))[0].GetString()!;
        string exported = commands.Path1("web01.evidence");
        await commands.JsonAsync("evidence", "export", "web01", "--to", exported);
        commands.Environment["REPLICATION_HOME"] = commands.Path1("elsewhere");
        Assert.Equal(1, (await commands.RunAsync("evidence", "verify", "--file", exported)).ExitCode);
        Assert.Equal(0, (await commands.RunAsync("evidence", "verify", "--file", exported, "--trust", key)).ExitCode);
        Assert.Equal(0, (await commands.RunAsync("evidence", "verify", "--from", run.Store, "--trust", key)).ExitCode);
        string text = await File.ReadAllTextAsync(exported);
        await File.WriteAllTextAsync(exported, text.Replace("\"name\":\"web01\"", "\"name\":\"web02\"", StringComparison.Ordinal));
        CommandResult tampered = await commands.RunAsync("evidence", "verify", "--file", exported, "--trust", key);
        Assert.Equal(1, tampered.ExitCode);
        Assert.Contains("EvidenceSignatureInvalid", tampered.Errors + tampered.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Documents(HttpReceiver receiver) => receiver.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement);

    /// <summary>The port is the system's choice; the log has it.</summary>
    private static async Task<Uri> MetricsAsync(HostRun run)
    {
        string? address = null;
        await HostRun.UntilAsync(async () =>
        {
            string log = await File.ReadAllTextAsync(run.Folder.Log);
            int end = log.IndexOf("/metrics", StringComparison.Ordinal);
            address = end < 0 ? null : log[log.LastIndexOf("http://127.0.0.1:", end, StringComparison.Ordinal)..end];
            return address is not null;
        });
        return new Uri(address + "/metrics");
    }
}
