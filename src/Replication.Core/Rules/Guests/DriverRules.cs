namespace Replication.Core.Rules.Guests;

/// <summary>
/// Where drivers have to come from (AWS-11) and which backup may be used after they were installed (NOD-03, LNX-10). An
/// image that has the drivers proves both, whatever dates say.
/// </summary>
internal static class DriverRules
{
    private static readonly GuestDriver[] ForXen = [GuestDriver.XenDisk, GuestDriver.XenNetwork];
    private static readonly GuestDriver[] ForNitro = [GuestDriver.Nvme, GuestDriver.Ena];

    public static IEnumerable<Finding> Evaluate(GuestFacts facts, GuestDestination destination)
    {
        string vm = destination.Machine;
        GuestDrivers drivers = GuestDrivers.Of(facts);
        bool? present = Present(drivers, destination);
        yield return OnSource(drivers, destination);
        foreach ((string id, string errorId) in
            ((string, string)[])[("NOD-03", GuestErrorIds.BackupPredatesDrivers), ("LNX-10", GuestErrorIds.NewBackup)])
        {
            var rule = new GuestRule(
                id, errorId, GuestFamily.Linux, FindingSeverity.Error, "A backup taken after the drivers were installed",
                $"Take a new backup of {vm}.");
            yield return rule.OutOfScope(facts, vm) ?? Backup(rule, present, destination);
        }
    }

    public static Finding OnSource(GuestDrivers drivers, GuestDestination destination)
    {
        string vm = destination.Machine;
        string wanted = destination.Nitro switch
        {
            true => "NVMe and ENA drivers",
            false => "Xen PV disk and network drivers",
            null => "Xen PV (Xen instances) or NVMe and ENA drivers (Nitro instances)",
        };
        var rule = new GuestRule(
            "AWS-11", GuestErrorIds.DriversMissingOnSource, null, FindingSeverity.Error, $"{wanted} on the source",
            $"Install {wanted} on {vm} and take a new backup; a Linux access node cannot inject them.");
        if (destination.DriversPutIn) return rule.NotApplicable(vm, "The drivers are put in on the access node.");
        if (destination.AccessNode is not GuestFamily.Linux) return rule.NotApplicable(vm, "No Linux access node is used.");
        string found = $"Xen PV drivers: {Word(All(drivers, ForXen))}, NVMe and ENA drivers: {Word(All(drivers, ForNitro))} ({drivers.Source}).";
        return Present(drivers, destination) switch
        {
            true => rule.Passed(vm, found),
            false => rule.Failed(vm, found),
            null => rule.Unknown(vm, found),
        };
    }

    private static Finding Backup(GuestRule rule, bool? present, GuestDestination destination)
    {
        string vm = destination.Machine;
        if (present is true) return rule.Passed(vm, "The backup itself has the drivers.");
        if (destination is not { BackupAt: { } backup, DriversInstalledAt: { } installed })
        {
            return rule.Unknown(vm, "when the backup was taken and when drivers were installed");
        }

        string found = $"Backup of {backup:u}, drivers of {installed:u}.";
        return backup < installed ? rule.Failed(vm, found) : rule.Passed(vm, found);
    }

    private static bool? Present(GuestDrivers drivers, GuestDestination destination)
    {
        bool? xen = All(drivers, ForXen);
        bool? nitro = All(drivers, ForNitro);

        // Without a known instance type both answers are needed for either of them to be one.
        return destination.Nitro switch { true => nitro, false => xen, null => xen == nitro ? xen : null };
    }

    private static bool? All(GuestDrivers drivers, GuestDriver[] wanted)
    {
        bool? all = true;
        foreach (GuestDriver driver in wanted) all &= drivers.Has(driver);
        return all;
    }

    private static string Word(bool? value) => value switch { true => "installed", false => "missing", null => "not known" };
}
