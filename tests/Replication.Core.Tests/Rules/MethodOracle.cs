using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;

namespace Replication.Core.Tests.Rules;

/// <summary>
/// What a row of the truth table must answer, read from the documents a second time: one list of conditions for each
/// pairing of profile and source, and none of the product's code.
/// </summary>
internal sealed record MethodOracle(TransferMethod Method, TransferMethod ProfileMethod, IReadOnlyList<string> Reasons, IReadOnlyList<string> Blocking)
{
    public static MethodOracle Of(MethodCase row)
    {
        string[] obstacles = [.. Table(row).Where(line => line.Applies).Select(line => line.Reason)];
        bool direct = row.Profile == RuleProfileName.Direct;
        TransferMethod profileMethod = (direct, obstacles.Length == 0, row.FromAmazon, row.DataAtNode) switch
        {
            (true, true, _, true) => TransferMethod.HotAdd,
            (true, _, _, _) => TransferMethod.Ebs,
            (false, true, _, _) => TransferMethod.HotAdd,
            (false, false, true, _) => TransferMethod.Ebs,
            (false, false, false, _) => TransferMethod.Import,
        };
        string[] reasons = profileMethod == TransferMethod.HotAdd ? ["AccessNodeInPlace"]
            : direct && !row.DataAtNode ? [.. obstacles, "DataNotAtAccessNode"] : obstacles;
        TransferMethod method = row.Forced ?? profileMethod;
        return new MethodOracle(method, profileMethod, reasons, [.. Refusals(row, method, profileMethod, obstacles).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> Refusals(MethodCase row, TransferMethod method, TransferMethod profileMethod, string[] obstacles)
    {
        bool documents = row.Profile != RuleProfileName.Direct;
        if (method == TransferMethod.HotAdd && profileMethod != TransferMethod.HotAdd && obstacles.Length > 0) yield return "MethodNotPossible";
        // 002 and, between Amazon sites, 000 want the node in the zone; EBS itself wants it for Direct.
        bool zoneBound = row.FromAmazon || row.Profile is RuleProfileName.Legacy or RuleProfileName.Direct;
        if (method == TransferMethod.HotAdd && zoneBound && row.OtherZone) yield return "AccessNodeZoneMismatch";
        if (method == TransferMethod.HotAdd && documents && !row.FromAmazon && row.Guest == GuestCase.Unlisted) yield return "OsNotSupported";
        if (method == TransferMethod.Import && documents && row.LinuxNode) yield return "ImportNeedsWindowsNode";
    }

    private static (string Reason, bool Applies)[] Table(MethodCase row) => (row.Profile, row.FromAmazon) switch
    {
        (RuleProfileName.Direct, _) =>
        [
            ("AccessNodeNotOnAmazon", !row.OnAmazon), ("DifferentRegion", row.OtherRegion), ("DifferentZone", row.OtherZone),
        ],
        (_, true) =>
        [
            ("AccessNodeNotOnAmazon", !row.OnAmazon), ("DifferentRegion", row.OtherRegion), ("DifferentZone", row.OtherZone), ("NoGuestCredentials", !row.Credentials),
        ],
        (RuleProfileName.Current, false) =>
        [
            ("AccessNodeNotOnAmazon", !row.OnAmazon), ("DifferentRegion", row.OtherRegion), ("NoGuestCredentials", !row.Credentials),
            ("StaticIp", row.Guest == GuestCase.LinuxStatic), ("OsNotListed", row.Guest == GuestCase.Unlisted),
        ],
        _ =>
        [
            ("AccessNodeNotOnAmazon", !row.OnAmazon), ("DifferentRegion", row.OtherRegion), ("NoGuestCredentials", !row.Credentials),
            ("GptBoot", row.Guest == GuestCase.WindowsGpt), ("OsNotListed", row.Guest == GuestCase.Unlisted),
        ],
    };
}
