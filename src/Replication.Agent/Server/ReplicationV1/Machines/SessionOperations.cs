using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Sites.Remote;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>
/// Disks of machines, read beside them: a block is read and hashed here, and travels only when it is another than the client has (the part of a
/// process server in a failback).
/// </summary>
internal sealed class SessionOperations(DiskSessions sessions, RunningWork work, TimeProvider time)
{
    private const string ExtentsType = "application/vnd.replication.extents";

    private const int ExtentSize = 16;

    public async Task OpenAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("OpenSession", id);
        SessionOrder order = await MachineJson.ReadAsync<SessionOrder>(request);
        // To freeze a guest and to hold it takes its time, and goes on when the client's connection is lost: it comes again with the same id.
        var site = MachineOperations.Require(request);
        WorkItem item = work.Join($"session/{request.Region.Name}/{id}", async (_, token) => await sessions.OpenAsync(request.Region, id, order, site, token));
        await WorkAnswer.WriteAsync(request, item, time);
    }

    public async Task ListExtentsAsync(ServerRequest request, string id, string image, string disk)
    {
        await request.EnterAsync("ListExtents", id);
        using SessionUse use = sessions.Use(request.Region, id);
        IDiskView view = View(use.Session, image, disk);
        IQueryCollection query = request.Http.Request.Query;
        long offset = V1Parameters.Index(query["offset"].ToString());
        long length = V1Parameters.Index(query["length"].ToString());
        if (offset > view.Length || length > view.Length - offset) throw V1Errors.Parameter("The range lies outside the disk.");
        request.Http.Response.ContentType = ExtentsType;
        PipeWriter body = request.Http.Response.BodyWriter;
        await foreach (Extent extent in view.AllocatedExtentsAsync(offset, length, request.Aborted))
        {
            Span<byte> record = body.GetSpan(ExtentSize);
            BinaryPrimitives.WriteInt64LittleEndian(record, extent.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(record[8..], extent.Length);
            body.Advance(ExtentSize);
            if (body.UnflushedBytes >= 64 * 1024) await body.FlushAsync(request.Aborted);
        }

        await body.FlushAsync(request.Aborted);
    }

    public async Task ReadBlockAsync(ServerRequest request, string id, string image, string disk, string index)
    {
        await request.EnterAsync("ReadBlock", id);
        using SessionUse use = sessions.Use(request.Region, id);
        IDiskView view = View(use.Session, image, disk);
        long block = V1Parameters.Index(index);
        if (block >= BlockGeometry.BlockCount(view.Length)) throw V1Errors.Parameter("The block lies beyond the end of the disk.");
        BlockDigest? known = V1Parameters.OptionalDigest(request.Http.Request.Headers["x-replication-known"], "x-replication-known");
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            Memory<byte> data = buffer.AsMemory(0, BlockGeometry.BlockSize);
            int length = BlockGeometry.BytesInBlock(view.Length, block);
            await view.ReadAsync(block * BlockGeometry.BlockSize, data[..length], request.Aborted);
            data.Span[length..].Clear();
            BlockDigest digest = data.Span.IndexOfAnyExcept((byte)0) < 0 ? default : BlockDigest.Compute(data.Span);
            if (digest == known)
            {
                request.Http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            await BlockOperations.AnswerAsync(request, data, digest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task CheckAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("CheckSession", id);
        using SessionUse use = sessions.Use(request.Region, id);
        foreach (IMachineImage captured in use.Session.Images) await captured.EnsureUnchangedAsync(request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task CloseAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("CloseSession", id);
        await work.CancelAsync($"session/{request.Region.Name}/{id}");
        await sessions.CloseAsync(request.Region, id);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static IDiskView View(DiskSession session, string image, string disk) =>
        int.TryParse(image, System.Globalization.CultureInfo.InvariantCulture, out int i) && int.TryParse(disk, System.Globalization.CultureInfo.InvariantCulture, out int d)
            && session.ViewOf(i, d) is { } view
            ? view
            : throw new ReplicationException("DiskNotFound", $"disk {image}/{disk}", "The session has no such disk.");
}
