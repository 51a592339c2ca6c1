using System.Diagnostics.CodeAnalysis;
using Replication.Core.Machines;

namespace Replication.Aws.Tests.Sites;

/// <summary>Compares machines with the content of their lists.</summary>
internal sealed class SameMachine : IEqualityComparer<Machine?>
{
    public bool Equals(Machine? x, Machine? y) => x is not null && y is not null
        && x with { Disks = [], Nics = [] } == y with { Disks = [], Nics = [] } && x.Disks.SequenceEqual(y.Disks) && x.Nics.SequenceEqual(y.Nics);

    public int GetHashCode([DisallowNull] Machine obj) => obj.Id.GetHashCode(StringComparison.Ordinal);
}
