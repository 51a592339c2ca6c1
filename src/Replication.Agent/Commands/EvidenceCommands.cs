using System.CommandLine;
using System.Globalization;
using Replication.Agent.Output;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Health;

namespace Replication.Agent.Commands;

internal static class EvidenceCommands
{
    public static Command Build() => new Command("evidence", "Signed proof of when points were captured, arrived, were verified, tested and deleted.")
        .With(Verify(), Show(), Export(), Retention(), Keys(), RotateKey());

    private static Command Verify()
    {
        Argument<string[]> vms = Parameters.Vms();
        var from = new Option<string?>("--from") { Description = "Folder of a store to look into, without any workspace state." };
        var file = new Option<string?>("--file") { Description = "A chain that was exported." };
        Option<string[]> trust = Trust();
        return new Command("verify", "Check every entry, its signature and the chain; exit code 1 when anything is not as it was written.")
            .With(vms, from, file, trust).Does(async (context, token) =>
            {
                string[] trusted = context.Get(trust) ?? [];
                var verified = new List<VMEvidence>();
                if (context.Get(file) is { } path)
                {
                    EvidenceReport report = context.Service.Evidence.VerifyLines(EvidenceText.Lines(await File.ReadAllBytesAsync(path, token)), trusted);
                    verified.Add(new VMEvidence(report.Entries.FirstOrDefault()?.Fact.VMId ?? "", report.Entries.LastOrDefault()?.Fact.VMName ?? "-", path, report));
                }
                else if (context.Get(from) is { } store)
                {
                    verified.AddRange(await context.Service.Evidence.VerifyStoreAsync(Path.GetFullPath(store), trusted, token));
                }
                else
                {
                    foreach (ReplicatedVM vm in await context.VmsAsync(context.Get(vms)!, null, token))
                        verified.AddRange(await context.Service.Evidence.VerifyAsync(vm, trusted, token));
                }

                context.Output.List(
                    "chains of evidence", [.. verified.Select(ChainRow.Of)],
                    ("VM", row => row.VM), ("At", row => row.Place), ("Entries", row => row.Entries.ToString(CultureInfo.InvariantCulture)),
                    ("Newest", row => Units.Time(row.Newest)), ("Intact", row => row.Findings.Count == 0 ? "yes" : "NO"), ("Head", row => row.Head ?? "-"));
                foreach (VMEvidence chain in verified)
                {
                    if (chain.Report.Start is { } start) context.Output.Line($"{chain.VMName} at {chain.Place}: {EvidenceWords.Of(start)}");
                    foreach (EvidenceFinding finding in chain.Report.Findings) context.Output.Warning($"{chain.VMName} at {chain.Place}: {finding.Id}: {finding.Text}");
                }

                return verified.All(chain => chain.Report.IsIntact) ? 0 : 1;
            });
    }

    private static Command Show()
    {
        Argument<string> vm = Parameters.Vm();
        var last = new Option<int>("--last") { Description = "How many of the newest entries.", DefaultValueFactory = _ => 50 };
        return new Command("show", "List entries, oldest first.").With(vm, last).Does(async (context, token) =>
        {
            ReplicatedVM of = await context.Service.Groups.GetVmAsync(context.Get(vm)!, cancellationToken: token);
            EvidenceReport report = context.Service.Evidence.VerifyLines(await context.Service.Evidence.LinesAsync(of, token), []);
            context.Output.List(
                "entries", [.. report.Entries.TakeLast(context.Get(last))],
                ("No", entry => entry.Sequence.ToString(CultureInfo.InvariantCulture)), ("At", entry => Units.Time(entry.At)), ("What", entry => entry.Fact.Kind.ToString()),
                ("Point", entry => entry.Fact.PointId ?? "-"),
                ("Details", entry => string.Join(" ", entry.Fact.Details.Where(detail => detail.Value.Length <= 40).Select(detail => $"{detail.Key}={detail.Value}"))));
            return 0;
        });
    }

    private static Command Export()
    {
        Argument<string> vm = Parameters.Vm();
        var to = new Option<string>("--to") { Description = "File that must not exist yet.", Required = true };
        return new Command("export", "Write the chain of a VM to a file, as it is (docs/evidence.md).").With(vm, to).Does(async (context, token) =>
        {
            ReplicatedVM of = await context.Service.Groups.GetVmAsync(context.Get(vm)!, cancellationToken: token);
            IReadOnlyList<byte[]> lines = await context.Service.Evidence.LinesAsync(of, token);
            string path = Path.GetFullPath(context.Get(to)!);
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            {
                foreach (byte[] line in lines)
                {
                    await file.WriteAsync(line, token);
                    file.WriteByte((byte)'\n');
                }
            }

            context.Output.Item(new { VM = of.Name, Entries = lines.Count, Path = path }, ("VM", of.Name), ("Entries", $"{lines.Count}"), ("File", path));
            return 0;
        });
    }

    private static Command Retention()
    {
        Argument<string[]> vms = Parameters.Vms();
        var days = new Option<int?>("--days") { Description = "For how long entries are kept from now on; longer where a point is. For all VMs of the catalog." };
        var now = new Option<bool>("--now") { Description = "Give up what is older at the VMs' replica sites; replications do that once a day." };
        Option<string[]> trust = Trust();
        return new Command("retention", "Say for how long entries are kept, change it, give up what is older.").With(vms, days, now, trust).Does(async (context, token) =>
        {
            MonitoringSettings Changed(MonitoringSettings present) => context.Get(days) is { } count ? present with { EvidenceAge = TimeSpan.FromDays(count) } : present;
            bool plan = context.Get(GlobalOptions.Plan);
            MonitoringSettings settings = context.Get(days) is null || plan
                ? Changed(await context.Service.Health.MonitoringAsync(token))
                : await context.Service.Health.SetMonitoringAsync(Changed, token);
            context.Output.Item(new { Days = settings.EvidenceAge.TotalDays }, ("Days", settings.EvidenceAge.TotalDays.ToString("0", CultureInfo.InvariantCulture)));
            if (!context.Get(now) || plan) return 0;
            foreach (ReplicatedVM vm in await context.VmsAsync(context.Get(vms)!, null, token))
                context.Output.Line($"{vm.Name}: {await context.Service.Evidence.PruneAsync(vm, context.Get(trust) ?? [], token)} entries given up.");
            return 0;
        });
    }

    private static Command Keys() => new Command("keys", "List the ids of the keys that this workspace signs or signed with, oldest first.").Does((context, _) =>
    {
        context.Output.List("keys", context.Service.Evidence.OwnKeys, ("Id", id => id));
        return Task.FromResult(0);
    });

    private static Command RotateKey() => new Command("rotate-key", "Sign with a new key from now on; the present one vouches for it and is forgotten.").Does(async (context, token) =>
    {
        if (context.Get(GlobalOptions.Plan)) return 0;
        string key = await context.Service.Evidence.RotateKeyAsync(token);
        context.Output.Item(new { Key = key }, ("Key", key));
        return 0;
    });

    private static Option<string[]> Trust() => new("--trust")
    {
        Description = "Ids of keys that are trusted beside this workspace's own.",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>What is said of a chain, without its entries.</summary>
    private sealed record ChainRow(string VM, string VMId, string Place, int Entries, DateTimeOffset? Newest, string? Head, IReadOnlyList<string> Keys, IReadOnlyList<EvidenceFinding> Findings)
    {
        /// <summary>What vouches for entries that were given up.</summary>
        public EvidenceCheckpoint? Start { get; init; }

        public static ChainRow Of(VMEvidence chain) => new(
            chain.VMName, chain.VMId, chain.Place, chain.Report.Entries.Count, chain.Report.Entries.LastOrDefault()?.At, chain.Report.Head, chain.Report.Keys, chain.Report.Findings)
        {
            Start = chain.Report.Start,
        };
    }
}
