namespace Replication.Disks.Nbd;

/// <summary>One request that was sent, or is about to be, and what its reply brought so far.</summary>
internal sealed class NbdPending(NbdRequest request, Memory<byte> destination)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NbdRequest Request => request;

    /// <summary>Where the bytes of a read go.</summary>
    public Memory<byte> Destination => destination;

    public NbdCoverage Coverage { get; } = new(destination.Length);

    /// <summary>Descriptors by context, of a block status request.</summary>
    public Dictionary<uint, List<NbdExtent>> Extents { get; } = [];

    /// <summary>The first error that the reply named.</summary>
    public (NbdErrno Error, string Text, long Offset)? Failure { get; set; }

    /// <summary>Ends when the reply is complete; its errors are the connection's, not the request's.</summary>
    public Task Completion => _completion.Task;

    public void Complete() => _completion.TrySetResult();

    public void Fail(Exception error) => _completion.TrySetException(error);
}
