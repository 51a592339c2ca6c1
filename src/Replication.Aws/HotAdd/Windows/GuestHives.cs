using Replication.Core.Errors;
using Replication.Core.Rules.Guests;

namespace Replication.Aws.HotAdd.Windows;

/// <summary>
/// The hives of a mounted guest, completed before they are changed. A Windows that was running has its newest changes in the logs; a
/// hive that is written without them is taken as complete at the next start, and they are gone.
/// </summary>
internal sealed class GuestHives(NtfsMount volume, IHiveCompletion completion)
{
    private static readonly string[] Folder = ["Windows", "System32", "config"];

    /// <summary>Path of a hive, or null.</summary>
    public string? Find(string name) => volume.Find([.. Folder, name]);

    /// <summary>
    /// Applies the logs of a hive to its file. The head comes last: a process that dies before leaves a hive that is not complete, as
    /// it was, and is completed again.
    /// </summary>
    /// <exception cref="ReplicationException">DriverInjectionFailed: the logs do not complete it; nothing was written.</exception>
    public async Task CompleteAsync(string name, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } path) return;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var head = new byte[completion.HeadLength];
        await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (!completion.IsNeeded(head)) return;

        var hive = new byte[file.Length];
        file.Position = 0;
        await file.ReadExactlyAsync(hive, cancellationToken);
        byte[] complete = Complete(name, hive, await LogsAsync(name, cancellationToken));
        file.Position = head.Length;
        await file.WriteAsync(complete.AsMemory(head.Length), cancellationToken);
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        await file.WriteAsync(complete.AsMemory(0, head.Length), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private async Task<IReadOnlyList<(string Name, byte[] File)>> LogsAsync(string name, CancellationToken cancellationToken)
    {
        var logs = new List<(string Name, byte[] File)>();
        foreach (string log in (string[])[$"{name}.LOG1", $"{name}.LOG2"])
        {
            if (Find(log) is { } path) logs.Add((log, await File.ReadAllBytesAsync(path, cancellationToken)));
        }

        return logs;
    }

    private byte[] Complete(string name, byte[] hive, IReadOnlyList<(string Name, byte[] File)> logs)
    {
        try
        {
            return completion.Complete(name, hive, logs);
        }
        catch (ReplicationException reason)
        {
            throw new ReplicationException(
                "DriverInjectionFailed", $"Hive {name} of the guest", reason.Found, "a registry that can be completed from its logs.",
                "Take a new capture, of the machine shut down where that does not help, or install the drivers on the source.", reason);
        }
    }
}
