namespace Replication.Core.Rules.Failback.Facts;

/// <param name="Name">For messages, and for <see cref="SiteLink.Nic"/>.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Subnets">Ranges that are reached through it, in CIDR notation.</param>
public sealed record ServerNic(string Name, NicPurpose Purpose, IReadOnlyList<string> Subnets);
