namespace Amazon.EBS.Model.Internal;

/// <summary>Headers of the EBS direct APIs.</summary>
internal static class EbsHeaders
{
    public const string ChangedBlocksCount = "x-amz-ChangedBlocksCount";
    public const string Checksum = "x-amz-Checksum";
    public const string ChecksumAggregationMethod = "x-amz-Checksum-Aggregation-Method";
    public const string ChecksumAlgorithm = "x-amz-Checksum-Algorithm";
    public const string DataLength = "x-amz-Data-Length";
    public const string Progress = "x-amz-Progress";
}
