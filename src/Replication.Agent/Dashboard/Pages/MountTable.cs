using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Mounts;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Mounted points, a row each.</summary>
internal static class MountTable
{
    public static Html Render(IReadOnlyList<PointMount> mounts, Estate estate) => Pieces.Table(
        "Mounted points", ["Machine", "Shows", "State", "Access", "At", "Needed by"], mounts.Select(mount => Pieces.Row(
            ("Machine", Show.Link(Paths.Machine(mount.VmId), mount.VmName)),
            ("Shows", Show.Time(mount.SourceTime)),
            ("State", Pieces.Text(mount.MountState.ToString())),
            ("Access", Pieces.Text(mount.Writable ? "read and write" : "read")),
            ("At", Show.Name(estate.SiteName(mount.SiteId))),
            ("Needed by", Pieces.Text(mount.UsedBy ?? "a person")))));
}
