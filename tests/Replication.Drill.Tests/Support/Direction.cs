using Replication.Core.Sites;

namespace Replication.Drill.Tests.Support;

/// <summary>Kinds of the site that a VM belongs to and of the one that it is replicated to.</summary>
internal sealed record Direction(SiteKind Home, SiteKind Away)
{
    public static Direction LocalToAws { get; } = new(SiteKind.Local, SiteKind.Aws);

    public static Direction AwsToAws { get; } = new(SiteKind.Aws, SiteKind.Aws);

    public static Direction AwsToLocal { get; } = new(SiteKind.Aws, SiteKind.Local);

    public override string ToString() => $"{Home} to {Away}";
}
