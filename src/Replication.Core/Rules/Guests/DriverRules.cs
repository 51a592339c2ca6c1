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
        string drivers = destination.Nitro switch
        {
            true => "NVMe and ENA drivers",
            false => "Xen PV disk and network drivers",
            null => "Xen PV (Xen instances) or NVMe and ENA drivers (Nitro instances)",
        };
        (bool? present, string found) = Present(facts, destination);

        var source = new GuestRule(
            "AWS-11", GuestErrorIds.DriversMissingOnSource, null, FindingSeverity.Error, $"{drivers} on the source",
            $"Install {drivers} on {vm} and take a new backup; a Linux access node cannot inject them.");
        yield return destination.AccessNode is not GuestFamily.Linux
            ? source.NotApplicable(vm, "No Linux access node is used.")
            : present switch
            {
                true => source.Passed(vm, found),
                false => source.Failed(vm, found),
                null => source.Unknown(vm, found),
            };

        foreach ((string id, string errorId) in
            ((string, string)[])[("NOD-03", GuestErrorIds.BackupPredatesDrivers), ("LNX-10", GuestErrorIds.NewBackup)])
        {
            var rule = new GuestRule(
                id, errorId, GuestFamily.Linux, FindingSeverity.Error, "A backup taken after the drivers were installed",
                $"Take a new backup of {vm}.");
            yield return rule.OutOfScope(facts, vm) ?? Backup(rule, present, destination);
        }
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

    private static (bool? Present, string Found) Present(GuestFacts facts, GuestDestination destination)
    {
        bool? xen = All(facts, ForXen);
        bool? nitro = All(facts, ForNitro);
        bool? present = destination.Nitro switch
        {
            true => nitro,
            false => xen,

            // Without a known instance type both answers are needed for either of them to be one.
            null => xen == nitro ? xen : null,
        };
        string reason = facts.OperatingSystem.Family switch
        {
            GuestFamily.Windows => facts.Windows.Drivers.Source,
            GuestFamily.Linux => string.Join("; ", facts.Linux.Drivers.Values.Select(fact => fact.Source).Distinct()),
            _ => facts.OperatingSystemSource,
        };
        return (present, $"Xen PV drivers: {Word(xen)}, NVMe and ENA drivers: {Word(nitro)} ({reason}).");
    }

    private static bool? All(GuestFacts facts, GuestDriver[] drivers)
    {
        bool? all = true;
        foreach (var driver in drivers) all &= facts.Has(driver);
        return all;
    }

    private static string Word(bool? value) => value switch { true => "installed", false => "missing", null => "not known" };
}
