using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>Every master target has a volume for retention, and what was added to process servers for it is fit (FBK-35, FBK-44).</summary>
internal static class RetentionRules
{
    public static IEnumerable<Finding> Check(FailbackView view)
    {
        foreach (MasterTarget target in view.Inventory.MasterTargets)
        {
            string name = FailbackView.Target(target);
            IReadOnlyList<RetentionChoice> all = RetentionVolumes.List(name, target.OperatingSystem.Family, target.Volumes ?? [], view.Now, includeIneligible: true);
            bool? holds = target.Volumes is null ? null : all.Any(choice => choice.Eligible) ? true : all.All(choice => choice.Findings.Any(finding => finding.Blocks)) ? false : null;
            yield return Answer.Of(
                "FBK-35", FailbackErrorIds.RetentionDriveMissing, holds, name,
                target.Volumes is null ? "Its volumes are not known." : all.Count == 0 ? "It has no volume for retention." : Answer.List(all.Select(Describe)) + ".",
                "an added, formatted volume for retention.", "Add a disk, format it, and refresh the configuration server when it does not appear in 15 minutes.");
        }

        foreach (ProcessServer server in view.Inventory.ProcessServers)
        {
            foreach (RetentionChoice choice in RetentionVolumes.List($"Process server {server.Name}", null, server.Volumes, view.Now, includeIneligible: true))
            {
                Finding? reason = choice.Findings.FirstOrDefault(finding => finding.Blocks) ?? choice.Findings.FirstOrDefault(finding => finding.Status == FindingStatus.Unknown);
                yield return reason is not null ? reason with { RuleId = "FBK-44" } : Answer.Of(
                    "FBK-44", FailbackErrorIds.RetentionDriveMissing, true, $"Process server {server.Name}, volume {choice.Path}", "It is fit for retention.", "a volume fit for retention.", "");
            }
        }
    }

    private static string Describe(RetentionChoice choice) => choice.Eligible ? $"{choice.Path} is fit{(choice.IsDefault ? " (default)" : "")}"
        : $"{choice.Path} is not: {Answer.List(choice.Findings.Where(finding => finding.Status != FindingStatus.Passed).Select(finding => finding.ErrorId))}";
}
