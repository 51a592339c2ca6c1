using System.CommandLine;
using System.Globalization;
using Replication.Agent.Output;
using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Policies;
using Replication.Core.Rules.Methods;
using Replication.Core.Sites;
using Replication.Core.Transfer;

namespace Replication.Agent.Commands;

internal static class GroupCommands
{
    public static Command Build() => new Command("group", "Machines replicated together.").With(New(), List(), Set(), Remove());

    private static Command New()
    {
        var name = new Argument<string>("name") { Description = "Name of the group." };
        var from = new Option<string>("--from") { Description = "Site of the machines.", Required = true };
        var to = new Option<string>("--to") { Description = "Site of the replicas.", Required = true };
        var options = new PolicyOptions();
        return new Command("new", "Make a group.").With(name, from, to).With(options.All).Does(async (context, token) =>
        {
            SiteDefinition source = await context.Service.Sites.GetAsync(context.Get(from)!, token);
            SiteDefinition target = await context.Service.Sites.GetAsync(context.Get(to)!, token);
            ReplicationPolicy policy = options.Changed(context, new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = context.Get(name)! });
            PolicyOptions.Advise(context, policy);
            ReplicationGroup group = await context.Service.Groups.NewAsync(context.Get(name)!, source, target, policy, token);
            context.Output.Item(group, ("Group", group.Name), ("Id", group.Id), ("From", source.Name), ("To", target.Name));
            return 0;
        });
    }

    private static Command List() => new Command("list", "List the groups.").Does(async (context, token) =>
    {
        IReadOnlyList<SiteDefinition> sites = await context.Service.Sites.ListAsync(token);
        string Site(string id) => sites.FirstOrDefault(site => site.Id == id)?.Name ?? id;
        IReadOnlyList<ReplicatedVM> vms = await context.Service.Groups.ListVmsAsync(cancellationToken: token);
        context.Output.List(
            "groups", await context.Service.Groups.ListAsync(token),
            ("Name", group => group.Name), ("From", group => Site(group.SourceSiteId)), ("To", group => Site(group.TargetSiteId)),
            ("VMs", group => vms.Count(vm => vm.GroupId == group.Id).ToString(CultureInfo.InvariantCulture)));
        return 0;
    });

    private static Command Set()
    {
        var name = new Argument<string>("name") { Description = "Name of the group." };
        var standby = new Option<bool?>("--standby") { Description = "Keep a stopped machine at the destination for every VM (true or false)." };
        var method = new Option<TransferMethod?>("--method") { Description = "How data arrives at the destination, where that leaves a choice: Ebs, HotAdd or Import." };
        var node = new Option<string?>("--access-node") { Description = "Instance that HotAdd attaches volumes to." };
        var drivers = new Option<bool?>("--drivers-confirmed") { Description = "Your word that the guests have the drivers of the destination, where their disks do not tell (true or false)." };
        var bucket = new Option<string?>("--bucket") { Description = "Bucket that Import uploads images to." };
        var prefix = new Option<string?>("--prefix") { Description = "Beginning of the keys of those images." };
        var format = new Option<DiskFormat?>("--image-format") { Description = "Of those images: VmdkStreamOptimized (default), Vhdx or Raw." };
        var whole = new Option<bool?>("--whole-images") { Description = "Import sends whole images for increments too, not changed blocks over EBS direct (=false takes it back)." };
        var launch = new LaunchOptions(tests: false);
        var tests = new LaunchOptions(tests: true);
        return new Command("set", "Change how data of a group arrives and how its machines are launched at the destination.")
            .With(name, standby, method, node, drivers, bucket, prefix, format, whole).With(launch.All).With(tests.All).Does(async (context, token) =>
            {
                ReplicationGroup group = await context.Service.Groups.GetAsync(context.Get(name)!, token);
                TransferSettings? Transfer(CommandContext given, TransferSettings? present)
                {
                    TransferSettings before = present ?? new TransferSettings();
                    var after = new TransferSettings
                    {
                        Method = given.Get(method) ?? before.Method,
                        AccessNodeId = given.Get(node) ?? before.AccessNodeId,
                        DriversConfirmed = given.Get(drivers) ?? before.DriversConfirmed,
                        ImportBucket = given.Get(bucket) ?? before.ImportBucket,
                        ImportPrefix = given.Get(prefix) ?? before.ImportPrefix,
                        ImageFormat = given.Get(format) ?? before.ImageFormat,
                        WholeImages = given.Get(whole) ?? before.WholeImages,
                    };
                    return after == new TransferSettings() ? null : after;
                }

                ReplicationGroup Changed(ReplicationGroup present) => present with
                {
                    Transfer = Transfer(context, present.Transfer),
                    KeepStandby = context.Get(standby) ?? present.KeepStandby,
                    Launch = launch.Read(context, present.Launch) ?? present.Launch,
                    TestLaunch = tests.Read(context, present.TestLaunch) ?? present.TestLaunch,
                };
                group = context.Get(GlobalOptions.Plan) ? Changed(group) : await context.Service.Groups.SetAsync(group, Changed, token);
                context.Output.Item(
                    group, ("Group", group.Name), ("Method", group.Transfer?.Method?.ToString() ?? "-"), ("Access node", group.Transfer?.AccessNodeId ?? "-"),
                    ("Drivers confirmed", group.Transfer?.DriversConfirmed == true ? "yes" : "no"),
                    ("Image bucket", group.Transfer?.ImportBucket ?? "-"), ("Image format", group.Transfer?.ImageFormat?.ToString() ?? "-"),
                    ("Standby machines", group.KeepStandby ? "yes" : "no"), ("Subnet", group.Launch?.SubnetId ?? "-"),
                    ("Test subnet", group.TestLaunch?.SubnetId ?? "-"));
                return 0;
            });
    }

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "Name of the group." };
        return new Command("remove", "Remove an empty group.").With(name).Does(async (context, token) =>
        {
            ReplicationGroup group = await context.Service.Groups.GetAsync(context.Get(name)!, token);
            if (!context.Get(GlobalOptions.Plan)) await context.Service.Groups.RemoveAsync(group, token);
            context.Output.Item(group, ("Removed", group.Name));
            return 0;
        });
    }
}
