using System.CommandLine;
using Replication.Agent.Drill;
using Replication.Agent.Output;

namespace Replication.Agent.Commands;

internal static class DrillCommand
{
    private const string Local = "local";
    private const string Aws = "aws";

    public static Command Build()
    {
        var disks = new Option<string[]>("--disk") { Description = "Images to take copies of (default: a disk of the drill's own).", AllowMultipleArgumentsPerToken = true };
        var from = Side("--from", "Where the VM belongs");
        var to = Side("--to", "Where it is replicated to");
        var folder = new Option<string?>("--folder") { Description = "New folder to work in (default: a temporary one)." };
        var keep = new Option<bool>("--keep") { Description = "Leave everything in place afterwards." };
        return new Command("drill", "Replicate, test, fail over, come home and recover a VM, and prove every step bit for bit.").With(disks, from, to, folder, keep)
            .DoesAlone(async (parsed, output, token) =>
            {
                string place = parsed.GetValue(folder) is { } named ? Path.GetFullPath(named) : Path.Combine(Path.GetTempPath(), $"replication-drill-{Guid.NewGuid():N}");
                if (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())
                    throw new Core.Errors.ReplicationException("FolderNotEmpty", place, "There is something in it already.", "a folder of the drill's own.");
                try
                {
                    DrillReport report;
                    using (ProgressDisplay progress = output.Progress("drill"))
                    {
                        await using DrillCloud? cloud = parsed.GetValue(from) == Aws || parsed.GetValue(to) == Aws
                            ? await DrillCloud.StartAsync(Path.Combine(place, "cloud"), token)
                            : null;
                        DrillPlace home = parsed.GetValue(from) == Aws ? new AwsPlace("hq", cloud!, DrillCloud.HomeRegion) : new LocalPlace("hq", Path.Combine(place, "hq"));
                        DrillPlace away = parsed.GetValue(to) == Aws ? new AwsPlace("dr", cloud!, DrillCloud.AwayRegion) : new LocalPlace("dr", Path.Combine(place, "dr"));
                        report = await new DrillRun(place, home, away, parsed.GetValue(disks) ?? [], progress, step => output.Line($"ok  {step.Name}")).RunAsync(token);
                    }

                    Show(output, report);
                    return report.Verified ? 0 : 1;
                }
                finally
                {
                    if (!parsed.GetValue(keep) && Directory.Exists(place)) Directory.Delete(place, recursive: true);
                }
            });
    }

    private static Option<string> Side(string name, string what)
    {
        var option = new Option<string>(name)
        {
            Description = $"{what}: a folder (local), or instances of a server that speaks the protocols of AWS on this machine (aws).",
            DefaultValueFactory = _ => Local,
        };
        return option.AcceptOnlyFromAmong(Local, Aws);
    }

    private static void Show(IResultWriter output, DrillReport report)
    {
        if (output.IsJson)
        {
            output.Item(report, ("", ""));
            return;
        }

        output.List(
            "steps", report.Steps, ("Step", step => step.Name), ("Read", step => Units.Size(step.BytesRead)), ("Sent", step => Units.Size(step.BytesSent)),
            ("Time", step => Units.Duration(TimeSpan.FromSeconds(step.Seconds))), ("Verified", step => step.Verified ? "yes" : "NO"));
        output.Line(report.Verified ? $"All {report.Steps.Count} steps were verified bit for bit." : "NOT VERIFIED.");
    }
}
