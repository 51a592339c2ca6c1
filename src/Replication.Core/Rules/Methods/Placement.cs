using Replication.Core.Errors;

namespace Replication.Core.Rules.Methods;

/// <summary>Where the access node is, seen from the destination. What is not known is not taken for different.</summary>
internal static class Placement
{
    public static bool DifferentRegion(TransferInventory inventory) => Different(inventory.AccessNode.Region, inventory.Destination.Region);

    /// <summary>Another region is another zone.</summary>
    public static bool DifferentZone(TransferInventory inventory) =>
        DifferentRegion(inventory) || Different(inventory.AccessNode.Zone, inventory.Destination.Zone);

    public static bool ZoneUnknown(TransferInventory inventory) => inventory.AccessNode.Zone is null || inventory.Destination.Zone is null;

    /// <summary>A zone belongs to one region, so a node in another region cannot be in the destination's zone (AWS-05).</summary>
    /// <exception cref="ReplicationException">PlacementInvalid.</exception>
    public static void Require(TransferInventory inventory)
    {
        AccessNode node = inventory.AccessNode;
        TransferDestination destination = inventory.Destination;
        RequireInRegion($"Access node {node.Name}", node.Region, node.Zone);
        RequireInRegion("The destination", destination.Region, destination.Zone);
        if (!DifferentRegion(inventory) || node.Zone is null || node.Zone != destination.Zone) return;
        throw Invalid($"Access node {node.Name}", $"Its region is {node.Region}, the destination's is {destination.Region}, and both are said to be in zone {node.Zone}.");
    }

    // A zone's name is its region's with a letter, or with the place of a local zone: eu-west-1a, us-west-2-lax-1a.
    private static void RequireInRegion(string target, string? region, string? zone)
    {
        if (region is null || zone is null) return;
        if (!zone.StartsWith(region, StringComparison.Ordinal) || zone.Length == region.Length || char.IsAsciiDigit(zone[region.Length]))
            throw Invalid(target, $"Zone {zone} is not one of region {region}.");
    }

    private static ReplicationException Invalid(string target, string found) =>
        new(MethodErrorIds.PlacementInvalid, target, found, "a region and a zone of that region.", "Correct the inventory.");

    private static bool Different(string? one, string? other) => one is not null && other is not null && one != other;
}
