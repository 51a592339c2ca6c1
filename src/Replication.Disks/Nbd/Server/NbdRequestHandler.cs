using Microsoft.Extensions.Logging;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// Does requests that <see cref="NbdRequestRules"/> let pass. What the storage below cannot do becomes an error of the
/// reply, with the storage's own words, and a line in the log: a client never gets bytes that are not the disk's.
/// </summary>
internal sealed class NbdRequestHandler(NbdExport export, string name, ILogger log)
{
    /// <summary>Descriptors of one answer, 64 KiB of them; a client asks on from where they end.</summary>
    private const int MaxDescriptors = 8192;

    /// <summary>Zeroes that must not become a hole are written in pieces of this many bytes.</summary>
    private const int ZeroPiece = 1 << 20;

    private static readonly byte[] Zeroes = new byte[ZeroPiece];

    /// <summary>Reads into <paramref name="content"/>, or does what changes the disk, with <paramref name="content"/> as what is written.</summary>
    public async ValueTask<NbdRefusal?> TryAsync(NbdRequest request, Memory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await DoAsync(request, content, cancellationToken);
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Failed(request, error);
        }
    }

    /// <summary>For each context the ranges from the start of the request on, with the context's bits; as many as fit an answer.</summary>
    public async ValueTask<(IReadOnlyList<NbdStatus> Found, NbdRefusal? Refusal)> TryStatusAsync(
        NbdRequest request, IReadOnlyList<NbdContext> contexts, CancellationToken cancellationToken)
    {
        try
        {
            var found = new List<NbdStatus>();
            foreach (NbdContext context in contexts) found.Add(new NbdStatus(context.Id, await StatusAsync(request, context, cancellationToken)));
            return (found, null);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return ([], Failed(request, error));
        }
    }

    private async ValueTask DoAsync(NbdRequest request, Memory<byte> content, CancellationToken cancellationToken)
    {
        long offset = (long)request.Offset;
        switch (request.Command)
        {
            case NbdCommand.Read:
                await export.Disk.ReadAsync(offset, content, cancellationToken);
                return;
            case NbdCommand.Write:
                await export.Writable!.WriteAsync(offset, content, cancellationToken);
                break;
            case NbdCommand.WriteZeroes when request.Flags.HasFlag(NbdCommandFlags.NoHole):
                for (long done = 0; done < request.Length; done += ZeroPiece)
                {
                    await export.Writable!.WriteAsync(offset + done, Zeroes.AsMemory(0, (int)Math.Min(ZeroPiece, request.Length - done)), cancellationToken);
                }

                break;
            case NbdCommand.WriteZeroes or NbdCommand.Trim:
                await export.Writable!.WriteZeroesAsync(offset, request.Length, cancellationToken);
                break;
        }

        if (request.Command == NbdCommand.Flush || request.Flags.HasFlag(NbdCommandFlags.ForceUnitAccess)) await export.Writable!.FlushAsync(cancellationToken);
    }

    private async ValueTask<List<NbdExtent>> StatusAsync(NbdRequest request, NbdContext context, CancellationToken cancellationToken)
    {
        bool written = context.Name == NbdContexts.Written;
        (uint something, uint nothing) = written ? (NbdContexts.Dirty, 0u) : (0u, NbdContexts.Hole | NbdContexts.Zero);
        int limit = request.Flags.HasFlag(NbdCommandFlags.RequestOne) ? 1 : MaxDescriptors;
        long position = (long)request.Offset, end = position + request.Length;
        var extents = new List<NbdExtent>();
        IAsyncEnumerable<Extent> listed = written ? ((IOverlayDisk)export.Disk).ChangedExtentsAsync(position, request.Length, cancellationToken)
            : export.Disk.AllocatedExtentsAsync(position, request.Length, cancellationToken);
        await foreach (Extent extent in listed)
        {
            if (extent.Offset > position) extents.Add(new NbdExtent(position, extent.Offset - position, nothing));
            if (extents.Count == limit) return extents;
            extents.Add(new NbdExtent(extent.Offset, extent.Length, something));
            position = extent.End;
            if (extents.Count == limit) return extents;
        }

        if (position < end) extents.Add(new NbdExtent(position, end - position, nothing));
        return extents;
    }

    private NbdRefusal Failed(NbdRequest request, Exception error)
    {
        log.LogError(
            "NBD export {Export}: {Command} of {Length} bytes at {Offset} failed: {Error}", name, request.Command, request.Length, request.Offset, error.Message);
        bool full = error is ReplicationException { ErrorId: DiskErrorIds.StorageFull };
        return new NbdRefusal(full ? NbdErrno.NoSpace : NbdErrno.InputOutput, error.Message);
    }
}
