namespace Replication.Agent.Ec2.Records;

/// <summary>What an account has set for a region.</summary>
internal sealed record AccountSettings
{
    public bool EncryptionByDefault { get; init; }
}
