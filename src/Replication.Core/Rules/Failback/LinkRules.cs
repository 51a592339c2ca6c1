using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>The way between the cloud and home is private and wide enough (FBK-05, FBK-28, FBK-31).</summary>
internal static class LinkRules
{
    private const int BitsPerByte = 8;

    public static IEnumerable<Finding> Check(FailbackView view)
    {
        SiteLink[] usable = [.. view.Inventory.Links.Where(link => link.IsPrivate)];
        string kinds = view.Inventory.Links.Count == 0 ? "none" : Answer.List(view.Inventory.Links.Select(link => link.Kind.ToString()));
        yield return Answer.Of(
            "FBK-28", FailbackErrorIds.NoPrivateLink, usable.Length > 0, "Connection home", $"Links: {kinds}.",
            "a site-to-site VPN or ExpressRoute with private peering.", "Set one up; the internet and public peering do not do.");
        if (view.Inventory.Machines.Any(machine => machine.KeptAddresses == true)) yield return ToFailbackNic(view, usable, kinds);
        yield return Wide(view, usable);
    }

    private static Finding ToFailbackNic(FailbackView view, SiteLink[] usable, string kinds)
    {
        string[]? nics = view.Inventory.ConfigurationServer?.Nics is { } known
            ? [.. known.Where(nic => nic.Purpose == NicPurpose.Failback).Select(nic => nic.Name)] : null;
        bool? holds = usable.Length == 0 ? false
            : nics is null || usable.All(link => link.Nic is null) ? null : usable.Any(link => link.Nic is { } nic && nics.Contains(nic));
        return Answer.Of(
            "FBK-05", FailbackErrorIds.RetainedIpNeedsPrivateLink, holds, "Connection home",
            $"Machines kept their addresses; links: {kinds}; they end at {Answer.List(usable.Select(link => Answer.Text(link.Nic)).DefaultIfEmpty("nothing"))}.",
            "a private link between the failed-over machines and the failback interface of the configuration server.",
            "Connect a VPN or ExpressRoute with that interface.");
    }

    private static Finding Wide(FailbackView view, SiteLink[] usable)
    {
        long? capacity = usable.Length == 0 ? 0 : usable.Max(link => link.BitsPerSecond);
        double? churn = view.ChangedBytesPerDay * BitsPerByte / TimeSpan.FromDays(1).TotalSeconds;
        return Answer.Of(
            "FBK-31", FailbackErrorIds.BandwidthTooLow, churn is null || capacity is null ? null : churn <= capacity, "Connection home",
            FormattableString.Invariant($"The machines change {Rate(churn)}; the widest private link carries {Rate(capacity)}."),
            "a link that carries what changes.", "Widen the link, or bring home fewer machines at once.", FindingSeverity.Warning);
    }

    private static string Rate(double? bitsPerSecond) =>
        bitsPerSecond is { } rate ? FormattableString.Invariant($"{rate / 1e6:0.###} Mbit/s") : "an unknown rate";
}
