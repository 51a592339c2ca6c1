using Amazon.Runtime.Internal;
using Replication.Aws.Sdk.Runtime;

namespace Amazon.EBS.Model.Internal;

/// <summary>Requests as they travel, by the service's model 2019-11-02.</summary>
internal static class EbsMarshalling
{
    private const string Service = "Amazon.EBS";

    public static IRequest StartSnapshot(StartSnapshotRequest request) => RestJsonRequest.Create(request, Service, "POST", "/snapshots").WithJson(json =>
    {
        json.WriteString("ClientToken", request.ClientToken ?? Guid.NewGuid().ToString());
        if (request.Description is not null) json.WriteString("Description", request.Description);
        if (request.Encrypted is { } encrypted) json.WriteBoolean("Encrypted", encrypted);
        if (request.KmsKeyArn is not null) json.WriteString("KmsKeyArn", request.KmsKeyArn);
        if (request.ParentSnapshotId is not null) json.WriteString("ParentSnapshotId", request.ParentSnapshotId);
        if (request.Timeout is { } timeout) json.WriteNumber("Timeout", timeout);
        if (request.VolumeSize is { } size) json.WriteNumber("VolumeSize", size);
        if (request.Tags is not { Count: > 0 } tags) return;
        json.WriteStartArray("Tags");
        foreach (Tag tag in tags)
        {
            json.WriteStartObject();
            json.WriteString("Key", tag.Key);
            json.WriteString("Value", tag.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <param name="request">The block.</param>
    /// <param name="overTls">Whether the connection protects the body.</param>
    public static IRequest PutSnapshotBlock(PutSnapshotBlockRequest request, bool overTls)
    {
        DefaultRequest marshalled = RestJsonRequest.Create(request, Service, "PUT", "/snapshots/{snapshotId}/blocks/{blockIndex}");
        marshalled.ContentStream = request.BlockData;
        // The model leaves the body unsigned; the checksum header, which is signed, covers it. Core refuses an unsigned
        // body without TLS; there the signature takes the checksum, so that the block is not hashed a second time.
        marshalled.DisablePayloadSigning = overTls;
        if (!overTls && request.Checksum is not null) marshalled.PrecomputedContentSha256 = Convert.ToHexStringLower(Convert.FromBase64String(request.Checksum));
        return marshalled
            .WithPath("snapshotId", request.SnapshotId)
            .WithPath("blockIndex", Text(request.BlockIndex))
            .WithHeader(EbsHeaders.Checksum, request.Checksum)
            .WithHeader(EbsHeaders.ChecksumAlgorithm, request.ChecksumAlgorithm?.Value)
            .WithHeader(EbsHeaders.DataLength, request.DataLength)
            .WithHeader(EbsHeaders.Progress, request.Progress)
            .WithHeader("Content-Type", "application/octet-stream")
            .WithHeader("Content-Length", Text(request.DataLength));
    }

    public static IRequest CompleteSnapshot(CompleteSnapshotRequest request) => RestJsonRequest.Create(request, Service, "POST", "/snapshots/completion/{snapshotId}")
        .WithPath("snapshotId", request.SnapshotId)
        .WithHeader(EbsHeaders.ChangedBlocksCount, request.ChangedBlocksCount)
        .WithHeader(EbsHeaders.Checksum, request.Checksum)
        .WithHeader(EbsHeaders.ChecksumAlgorithm, request.ChecksumAlgorithm?.Value)
        .WithHeader(EbsHeaders.ChecksumAggregationMethod, request.ChecksumAggregationMethod?.Value);

    public static IRequest ListSnapshotBlocks(ListSnapshotBlocksRequest request) => RestJsonRequest.Create(request, Service, "GET", "/snapshots/{snapshotId}/blocks")
        .WithPath("snapshotId", request.SnapshotId)
        .WithQuery("pageToken", request.NextToken)
        .WithQuery("maxResults", request.MaxResults)
        .WithQuery("startingBlockIndex", request.StartingBlockIndex);

    public static IRequest ListChangedBlocks(ListChangedBlocksRequest request) =>
        RestJsonRequest.Create(request, Service, "GET", "/snapshots/{secondSnapshotId}/changedblocks")
            .WithPath("secondSnapshotId", request.SecondSnapshotId)
            .WithQuery("firstSnapshotId", request.FirstSnapshotId)
            .WithQuery("pageToken", request.NextToken)
            .WithQuery("maxResults", request.MaxResults)
            .WithQuery("startingBlockIndex", request.StartingBlockIndex);

    public static IRequest GetSnapshotBlock(GetSnapshotBlockRequest request) =>
        RestJsonRequest.Create(request, Service, "GET", "/snapshots/{snapshotId}/blocks/{blockIndex}")
            .WithPath("snapshotId", request.SnapshotId)
            .WithPath("blockIndex", Text(request.BlockIndex))
            .WithQuery("blockToken", request.BlockToken);

    private static string? Text(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
