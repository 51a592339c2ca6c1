using Replication.Core.Errors;
using Replication.Core.Mounts;

namespace Replication.Runtime.Mounts;

/// <summary>A mount in the host, from the moment it begins to be opened until it is closed.</summary>
internal sealed class MountEntry
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task<ServedMount> _opening;
    private readonly long _begun;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _closing;

    public MountEntry(PointMount mount, Func<CancellationToken, Task<ServedMount>> open, TimeProvider time)
    {
        Mount = mount;
        _begun = time.GetTimestamp();
        _opening = Task.Run(() => open(_end.Token));
    }

    public PointMount Mount { get; }

    public MountServing Serving => _opening switch
    {
        _ when _closing is not null => new MountServing(Mount.Id, ServingState.Closing, []),
        { IsCompletedSuccessfully: true } => new MountServing(Mount.Id, ServingState.Served, _opening.GetAwaiter().GetResult().Exports),
        { IsFaulted: true } => Failed(_opening.Exception!.InnerException!),
        _ => new MountServing(Mount.Id, ServingState.Opening, []),
    };

    public bool IsToBeTriedAgain(TimeProvider time, TimeSpan after) => _opening.IsFaulted && time.GetElapsedTime(_begun) >= after;

    /// <summary>Returns when nothing of it is open any more.</summary>
    /// <returns>False for who was not the first to ask for it.</returns>
    public async Task<bool> CloseAsync()
    {
        Task? begun = Interlocked.CompareExchange(ref _closing, _closed.Task, null);
        if (begun is not null)
        {
            await begun;
            return false;
        }

        try
        {
            await _end.CancelAsync();
            await Task.WhenAny(_opening);
            if (_opening.IsCompletedSuccessfully) await (await _opening).DisposeAsync();
            return true;
        }
        finally
        {
            _end.Dispose();
            _closed.SetResult();
        }
    }

    private MountServing Failed(Exception error) => error is ReplicationException known
        ? new MountServing(Mount.Id, ServingState.Failed, [], known.ErrorId, known.Message)
        : new MountServing(Mount.Id, ServingState.Failed, [], ErrorIds.InputOutputFailed, error.Message);
}
