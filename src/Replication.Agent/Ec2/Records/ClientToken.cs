namespace Replication.Agent.Ec2.Records;

/// <summary>The token of the request that made a resource, and what was asked for with it.</summary>
internal sealed record ClientToken(string Token, string Fingerprint);
