namespace Replication.Agent.Ec2.Imports;

/// <summary>Where imports find what clients have put into S3.</summary>
internal interface IObjectFiles
{
    /// <summary>File with the content of an object of the account in this region; null when there is none.</summary>
    string? Find(string accountId, string region, string bucket, string key);
}
