using Replication.Bench.Running;

namespace Replication.Bench.Peers;

/// <summary>A fresh repository for each backup, without compression; making the repository is not timed.</summary>
internal sealed class ResticPeer(string folder)
{
    private const string Program = "restic";

    private readonly Dictionary<string, string> _environment = new()
    {
        ["RESTIC_PASSWORD"] = "bench",
        ["RESTIC_REPOSITORY"] = Path.Combine(folder, "repository"),
        ["RESTIC_CACHE_DIR"] = Path.Combine(folder, "cache"),
    };

    public Series Series { get; } = Peer.SeriesOf(Program, "restic backup --compression off");

    public async Task RunAsync(string image, bool verify, CancellationToken cancellationToken)
    {
        if (Series.Skipped is not null) return;
        Directory.CreateDirectory(folder);
        await Command.RunAsync(Program, ["init"], cancellationToken, _environment);
        await Peer.RunAsync(Series, Program, ["backup", "--compression", "off", image], cancellationToken, _environment);
        if (verify) await Command.RunAsync(Program, ["check", "--read-data"], cancellationToken, _environment);
        Directory.Delete(folder, recursive: true);
    }
}
