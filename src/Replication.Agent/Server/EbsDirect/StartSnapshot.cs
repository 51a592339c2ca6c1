using System.Globalization;
using System.Text.Json;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>StartSnapshot: POST /snapshots.</summary>
internal sealed class StartSnapshot(EbsService service)
{
    private const long GiB = 1L << 30;

    /// <summary>Room for 49 tags, a description and whatever escapes JSON writes them with.</summary>
    private const int MaximumBody = 256 * 1024;

    public async Task HandleAsync(ServerRequest request)
    {
        await request.EnterAsync("StartSnapshot");
        StartSnapshotBody body = StartSnapshotBody.Parse(await request.Payload.ReadAllAsync(MaximumBody, request.Aborted));
        SnapshotInfo? parent = body.ParentSnapshotId is { } id ? await FindParentAsync(request, id) : null;
        string? key = EncryptionKey(request, body, parent);
        if (!await service.Pending.HasRoomAsync(request.Region, request.AccountId, service.Options.MaxPendingSnapshots, request.Aborted))
            throw EbsErrors.TooManyPending(service.Options.MaxPendingSnapshots);
        long length = ExactLength(body);
        if (parent is not null && EbsSnapshotMetadata.VolumeSize(parent) > body.VolumeSize)
            throw EbsErrors.Validation(EbsErrors.InvalidVolumeSize, $"The volume is smaller than that of the parent snapshot, {EbsSnapshotMetadata.VolumeSize(parent)} GiB.");
        // A snapshot that EC2 made of a volume or an image is as long as that volume, and what a child says of its disk cannot shorten it.
        if (parent is not null) length = Math.Max(length, parent.Length);
        var metadata = new EbsSnapshotMetadata(request.AccountId, body.Timeout, key);
        SnapshotInfo started = await request.Region.Storage.StartAsync(
            new StartSnapshotRequest
            {
                Length = length,
                ParentId = body.ParentSnapshotId,
                // Accounts do not know of each other's tokens.
                ClientToken = body.ClientToken is null ? null : $"ebs/{request.AccountId}/{body.ClientToken}",
                Description = body.Description,
                Tags = new Dictionary<string, string>(body.Tags) { [EbsSnapshotMetadata.TagKey] = metadata.ToTagValue() },
            },
            request.Aborted);
        if (started.State == SnapshotState.Pending) service.Pending.Add(request.Region, started);
        request.NoteCreated(started.Id);
        await EbsResponse.WriteAsync(request, 201, json => Write(json, started, metadata));
    }

    /// <summary>
    /// The blocks of the snapshot cover the volume, unless the client says in a tag how long the disk in it really is: then
    /// the store keeps that length, so that the snapshot has the same root hash as at every other site.
    /// </summary>
    private static long ExactLength(StartSnapshotBody body)
    {
        if (!body.Tags.TryGetValue(EbsSnapshotMetadata.LengthTag, out string? text)) return body.VolumeSize * GiB;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length) && length > 0 && EbsSnapshotMetadata.VolumeSize(length) == body.VolumeSize) return length;
        throw EbsErrors.Validation(
            EbsErrors.InvalidTag, $"Tag {EbsSnapshotMetadata.LengthTag} must be a number of bytes that rounds up to VolumeSize, {body.VolumeSize} GiB.");
    }

    private static async Task<SnapshotInfo> FindParentAsync(ServerRequest request, string id)
    {
        SnapshotInfo parent = await request.Region.Storage.DescribeAsync(id, request.Aborted);
        if (EbsSnapshotMetadata.Of(parent) is { } metadata && metadata.OwnerId != request.AccountId) throw EbsErrors.NotYours(id);
        if (parent.State != SnapshotState.Completed) throw EbsErrors.Validation(EbsErrors.InvalidSnapshotId, $"The parent snapshot '{id}' is not in the completed state.");
        return parent;
    }

    private string? EncryptionKey(ServerRequest request, StartSnapshotBody body, SnapshotInfo? parent)
    {
        string? byDefault = service.Options.DefaultEncryptionKey(request.Region.Name, request.AccountId);
        if (parent is null)
        {
            if (body.KmsKeyArn is not null && body.Encrypted != true) throw EbsErrors.Validation(EbsErrors.InvalidParameter, "KmsKeyArn needs Encrypted.");
            return body.Encrypted == true ? body.KmsKeyArn ?? byDefault ?? $"arn:aws:kms:{request.RegionName}:{request.AccountId}:key/aws-ebs" : byDefault;
        }

        if (body.Encrypted is not null) throw EbsErrors.Validation(EbsErrors.InvalidParameter, "ParentSnapshotId and Encrypted exclude each other.");
        if (body.KmsKeyArn is not null) throw EbsErrors.Validation(EbsErrors.InvalidParameter, "A child has the key of its parent; KmsKeyArn cannot be given.");
        string? inherited = EbsSnapshotMetadata.Of(parent)?.KmsKeyArn;
        return inherited is null && byDefault is not null
            ? throw EbsErrors.Validation(EbsErrors.InvalidParameter, "The parent is not encrypted and the account encrypts by default; copy the parent first.")
            : inherited;
    }

    private static void Write(Utf8JsonWriter json, SnapshotInfo snapshot, EbsSnapshotMetadata metadata)
    {
        json.WriteString("SnapshotId", snapshot.Id);
        json.WriteString("OwnerId", metadata.OwnerId);
        json.WriteString("Status", snapshot.State == SnapshotState.Pending ? "pending" : "completed");
        EbsResponse.WriteTime(json, "StartTime", snapshot.StartTime);
        json.WriteNumber("VolumeSize", EbsSnapshotMetadata.VolumeSize(snapshot));
        json.WriteNumber("BlockSize", BlockGeometry.BlockSize);
        if (snapshot.Description.Length > 0) json.WriteString("Description", snapshot.Description);
        if (snapshot.ParentId is not null) json.WriteString("ParentSnapshotId", snapshot.ParentId);
        if (metadata.KmsKeyArn is not null) json.WriteString("KmsKeyArn", metadata.KmsKeyArn);
        json.WriteString("SseType", metadata.IsEncrypted ? "sse-kms" : "none");
        json.WriteStartArray("Tags");
        foreach (var (key, value) in EbsSnapshotMetadata.UserTags(snapshot))
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
