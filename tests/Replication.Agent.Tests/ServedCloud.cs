using System.Diagnostics;
using System.Text.Json;

namespace Replication.Agent.Tests;

/// <summary>`replication serve --ec2` in a process of its own, on a port of the system's choice.</summary>
internal sealed class ServedCloud : IAsyncDisposable
{
    public const string KeyId = "AKIASESSION";
    public const string Secret = "not-a-secret";
    public const string Region = "eu-west-1";

    /// <summary>Far longer than it takes on a machine that is busy.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(1);

    private readonly Process _server;

    private ServedCloud(Process server, string url)
    {
        _server = server;
        Url = url;
    }

    public string Url { get; }

    /// <summary>Below "cloud" in the run's folder.</summary>
    /// <param name="run">Whose folder it is.</param>
    /// <param name="options">More of the command.</param>
    public static async Task<ServedCloud> StartAsync(CommandRun run, params string[] options)
    {
        run.Environment["REPLICATION_ACCESS_KEY_ID"] = KeyId;
        run.Environment["REPLICATION_SECRET_ACCESS_KEY"] = Secret;
        Process server = run.Start(
        [
            "serve", "--region", $"{Region}={run.Path1("cloud", Region, "store")}", "--ec2", run.Path1("cloud"), "--listen", "http://127.0.0.1:0",
            "--json", .. options,
        ]);
        string line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync());
        return new ServedCloud(server, JsonDocument.Parse(line).RootElement.GetProperty("addresses")[0].GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        using (_server)
        {
            int sent = Signals.Send(_server.Id, Signals.Interrupt);
            using var limit = new CancellationTokenSource(EndLimit);
            try
            {
                await _server.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _server.Kill();
                throw new TimeoutException($"The server had not ended {EndLimit.TotalSeconds:0} s after it was asked to.");
            }

            Assert.Equal(0, sent);
            Assert.Equal(0, _server.ExitCode);
        }
    }
}
