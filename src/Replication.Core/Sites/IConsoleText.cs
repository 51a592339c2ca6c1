namespace Replication.Core.Sites;

/// <summary>A site whose machines' consoles are not files of this computer.</summary>
public interface IConsoleText
{
    /// <summary>What the guest wrote to its serial port since its last start; null where it was never started.</summary>
    Task<string?> ReadConsoleAsync(string machineId, CancellationToken cancellationToken = default);
}
