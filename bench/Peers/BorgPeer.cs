using Replication.Bench.Running;

namespace Replication.Bench.Peers;

/// <summary>A fresh repository for each archive, without encryption and compression; making the repository is not timed.</summary>
internal sealed class BorgPeer(string folder)
{
    private const string Program = "borg";

    private readonly string _repository = Path.Combine(folder, "repository");

    /// <summary>Its caches and keys stay in the folder, and it asks no questions.</summary>
    private readonly Dictionary<string, string> _environment = new()
    {
        ["BORG_BASE_DIR"] = folder,
        ["BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK"] = "yes",
    };

    public Series Series { get; } = Peer.SeriesOf(Program, "borg create --compression none");

    public async Task RunAsync(string image, bool verify, CancellationToken cancellationToken)
    {
        if (Series.Skipped is not null) return;
        Directory.CreateDirectory(folder);
        await Command.RunAsync(Program, ["init", "--encryption", "none", _repository], cancellationToken, _environment);
        await Peer.RunAsync(Series, Program, ["create", "--compression", "none", $"{_repository}::a", image], cancellationToken, _environment);
        if (verify) await Command.RunAsync(Program, ["check", "--verify-data", _repository], cancellationToken, _environment);
        Directory.Delete(folder, recursive: true);
    }
}
