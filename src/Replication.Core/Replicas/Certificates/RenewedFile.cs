using Replication.Core.Errors;

namespace Replication.Core.Replicas.Certificates;

/// <summary>
/// What a few files say, read again when one of them changes, so that certificates are renewed without a restart. What cannot be read, as
/// while somebody is writing it, leaves what was read before in use and is tried again at the next look.
/// </summary>
/// <param name="load">Reads the files; fails with a <see cref="ReplicationException"/>.</param>
/// <param name="paths">The files.</param>
public sealed class RenewedFile<T>(Func<T> load, params IReadOnlyList<string> paths)
    where T : class
{
    private readonly Lock _lock = new();
    private State? _state;

    /// <summary>Why the files as they are now are not in use; null when they are.</summary>
    public ReplicationException? Failure { get; private set; }

    /// <exception cref="ReplicationException">The files could not be read even once.</exception>
    public T Current
    {
        get
        {
            // A look at the files' times is cheap beside a handshake; a watcher would miss network shares.
            (DateTime, long)[] stamps = [.. paths.Select(Stamp)];
            lock (_lock)
            {
                if (_state is { } known && known.Stamps.AsSpan().SequenceEqual(stamps)) return known.Value;
                try
                {
                    _state = new State(load(), stamps);
                    Failure = null;
                }
                catch (ReplicationException error) when (_state is not null)
                {
                    Failure = error;
                }

                return _state.Value;
            }
        }
    }

    private static (DateTime Written, long Length) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private sealed record State(T Value, (DateTime, long)[] Stamps);
}
