using System.Globalization;
using System.Security.Cryptography;
using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Policies;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Bench.Scale;

/// <summary>The protected machines as the catalog has them: each in a group of its own, which is the most that can be asked of a scheduler.</summary>
internal static class ScaleCatalog
{
    public const string Site = "dr";

    /// <summary>How often each machine is replicated.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(5);

    private const int MachinesPerTransaction = 500;

    public static string NameOf(int machine) => string.Create(CultureInfo.InvariantCulture, $"vm{machine:00000}");

    /// <summary>As ids are: those of machines that are due one after the other have nothing in common.</summary>
    public static string IdOf(int machine) => new Guid(SHA256.HashData(BitConverter.GetBytes(machine)).AsSpan(0, 16)).ToString();

    /// <summary>Machines are due one after the other, evenly over the interval.</summary>
    public static TimeSpan PhaseOf(int machine, int machines) => Interval * machine / machines;

    public static async Task FillAsync(ICatalog catalog, int machines, CancellationToken cancellationToken)
    {
        await catalog.TransactAsync(
            async (transaction, token) =>
            {
                foreach (string id in new[] { "home", Site })
                    await transaction.InsertAsync(new SiteDefinition { Id = id, Name = id, SiteKind = SiteKind.Aws }, token);
                return await transaction.InsertAsync(new ReplicationPolicy { Id = "policy", Name = "policy", ReplicationFrequency = Interval, Shared = true }, token);
            },
            cancellationToken);
        foreach (int[] some in Enumerable.Range(0, machines).Chunk(MachinesPerTransaction))
        {
            await catalog.TransactAsync(
                async (transaction, token) =>
                {
                    foreach (int machine in some) await AddAsync(transaction, IdOf(machine), NameOf(machine), token);
                    return true;
                },
                cancellationToken);
        }
    }

    private static async Task AddAsync(ICatalogTransaction transaction, string id, string name, CancellationToken cancellationToken)
    {
        await transaction.InsertAsync(
            new ReplicationGroup { Id = $"g-{id}", Name = $"g-{name}", SourceSiteId = "home", TargetSiteId = Site, PolicyId = "policy" }, cancellationToken);
        await transaction.InsertAsync(
            new ReplicatedVM
            {
                Id = id,
                Name = name,
                GroupId = $"g-{id}",
                PrimarySiteId = "home",
                PrimaryMachineId = id,
                ReplicaSiteId = Site,
                ReplicationState = ReplicationState.ReadyForInitialReplication,
            },
            cancellationToken);
    }
}
