using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;

namespace Replication.Agent.Commands;

internal static class SiteCommands
{
    public static Command Build() => new Command("site", "Places where machines run.").With(Add(), List(), Set(), Test());

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "Name of the site." };
        var kind = new Option<SiteKind>("--kind") { Description = "Local (a folder of machines), Aws (an account and region) or Remote (another agent's server).", DefaultValueFactory = _ => SiteKind.Local };
        kind.AcceptOnlyFromAmong(nameof(SiteKind.Local), nameof(SiteKind.Aws), nameof(SiteKind.Remote), "local", "aws", "remote");
        var path = new Option<string?>("--path") { Description = "Local: folder of its machines; made when it is missing." };
        Option<string?> store = StoreOption("folder of its store (default: inside the path)");
        var compression = new Option<string?>("--compression") { Description = "none or brotli. Local: of its store (default none); Remote: of blocks on their way (default brotli)." };
        compression.AcceptOnlyFromAmong("none", "brotli");
        Option<string?> hypervisor = HypervisorOption();
        Option<string[]> networks = NetworkOption();
        var aws = new AwsOptions();
        var remote = new RemoteOptions();
        Option<string?> pool = PoolOption();
        var command = new Command("add", "Add a site: a folder of machines, an account and region of AWS, or another agent's server.");
        command.Validators.Add(result =>
        {
            // Defaults are not filled in yet.
            SiteKind chosen = result.GetResult(kind) is null ? SiteKind.Local : result.GetValue(kind);
            if (chosen == SiteKind.Local && result.GetValue(path) is null) result.AddError("A Local site needs --path.");
            if (chosen == SiteKind.Remote && !remote.HasUrl(result)) result.AddError("A Remote site needs --url.");
            if (chosen != SiteKind.Aws && aws.IsGiven(result)) result.AddError("Options of AWS are for a site of kind Aws.");
            if (chosen != SiteKind.Remote && remote.IsGiven(result)) result.AddError("Options of a server are for a site of kind Remote.");
            if (chosen != SiteKind.Local && result.GetValue(path) is not null) result.AddError("--path is for a Local site.");
        });
        return command
            .With(name, kind, path, store, compression, hypervisor, networks, pool).With(aws.All).With(remote.All).Does(async (context, token) =>
            {
                Dictionary<string, string> settings = context.Get(kind) switch
                {
                    SiteKind.Local => new() { [LocalSiteSettings.PathName] = Path.GetFullPath(context.Get(path)!), [LocalSiteSettings.CompressionName] = context.Get(compression) ?? "none" },
                    SiteKind.Remote => remote.Read(context),
                    _ => aws.Read(context),
                };
                if (context.Get(kind) == SiteKind.Remote && context.Get(compression) is { } onTheWay) settings[RemoteSiteSettings.CompressionName] = onTheWay;
                if (context.Get(store) is { } folder) settings[LocalSiteSettings.StoreName] = StorePlace(folder);
                if (context.Get(hypervisor) is { Length: > 0 } runs) settings[LocalSiteSettings.HypervisorName] = runs;
                if (context.Get(networks) is { Length: > 0 } given) settings[LocalSiteSettings.NetworksName] = string.Join("; ", given);
                SiteDefinition site = await context.Service.Sites.AddAsync(context.Get(name)!, context.Get(kind), settings, token);
                Show(context, context.Get(pool) is { Length: > 0 } agents ? await context.Service.Sites.AssignAsync(site, agents, token) : site);
                return 0;
            });
    }

    private static Command List() => new Command("list", "List the sites.").Does(async (context, token) =>
    {
        context.Output.List(
            "sites", await context.Service.Sites.ListAsync(token),
            ("Name", site => site.Name), ("Kind", site => site.SiteKind.ToString()), ("Place", Place),
            ("Id", site => site.Id));
        return 0;
    });

    private static Command Set()
    {
        var name = new Argument<string>("name") { Description = "Name of the site." };
        var newName = new Option<string?>("--name") { Description = "New name." };
        var path = new Option<string?>("--path") { Description = "Local: where the folder of its machines is now." };
        Option<string?> store = StoreOption("where the folder of its store is now");
        var compression = new Option<string?>("--compression") { Description = "none or brotli. Local: of a store that is made later; Remote: of blocks on their way." };
        compression.AcceptOnlyFromAmong("none", "brotli");
        Option<string?> hypervisor = HypervisorOption();
        Option<string[]> networks = NetworkOption();
        var aws = new AwsOptions();
        var remote = new RemoteOptions();
        Option<string?> pool = PoolOption();
        return new Command("set", "Rename a site or change its settings; an empty value takes one back to its default. What it holds stays the same.")
            .With(name, newName, path, store, compression, hypervisor, networks, pool).With(aws.All).With(remote.All).Does(async (context, token) =>
            {
                Dictionary<string, string?> settings = aws.Read(context).Concat(remote.Read(context)).ToDictionary(setting => setting.Key, setting => setting.Value.Length > 0 ? setting.Value : null);
                if (context.Get(path) is { } folder) settings[LocalSiteSettings.PathName] = Path.GetFullPath(folder);
                if (context.Get(store) is { } place) settings[LocalSiteSettings.StoreName] = place.Length == 0 ? null : StorePlace(place);
                if (context.Get(compression) is { } algorithm) settings[LocalSiteSettings.CompressionName] = algorithm;
                if (context.Get(hypervisor) is { } runs) settings[LocalSiteSettings.HypervisorName] = runs.Length == 0 ? null : runs;
                if (context.Get(networks) is { Length: > 0 } given) settings[LocalSiteSettings.NetworksName] = string.Join("; ", given) is { Length: > 0 } text ? text : null;
                SiteDefinition site = await context.Service.Sites.GetAsync(context.Get(name)!, token);
                if (settings.Count > 0)
                {
                    var outcome = new VerbOutcome();
                    await context.RunAsync(outcome, context.Service.Sites.Change(site, settings), token);
                    if (outcome.ExitCode != 0 || context.Get(GlobalOptions.Plan)) return context.Show(outcome);
                    site = await context.Service.Sites.GetAsync(site.Id, token);
                }

                if (context.Get(newName) is { } renamed)
                    site = context.Get(GlobalOptions.Plan) ? site with { Name = renamed } : await context.Service.Sites.RenameAsync(site, renamed, token);
                if (context.Get(pool) is { } agents && !context.Get(GlobalOptions.Plan))
                    site = await context.Service.Sites.AssignAsync(site, agents.Length == 0 ? null : agents, token);
                Show(context, site);
                return 0;
            });
    }

    private static Option<string?> PoolOption() => new("--pool")
    {
        Description = "Leave its detached jobs to the agents of this pool (agent run --pool), where several share the catalog; empty for any.",
    };

    private static Option<string?> HypervisorOption()
    {
        var option = new Option<string?>("--hypervisor") { Description = "Local: what runs its machines, qemu (the default where it is installed) or none." };
        option.AcceptOnlyFromAmong("", "qemu", LocalSiteSettings.NoHypervisor);
        return option;
    }

    private static Option<string[]> NetworkOption() => new("--network")
    {
        Description = "Local: what a name of a network means: NAME=none, NAME=isolated or NAME=user, with forwarded ports: \"NAME=user tcp:2222:22\". May be given several times.",
        DefaultValueFactory = _ => [],
    };

    private static Command Test()
    {
        var name = new Argument<string>("name") { Description = "Name of the site." };
        return new Command("test", "Check that a site and its store can be used.").With(name).Does(async (context, token) =>
        {
            ISite site = await context.Service.Sites.OpenAsync(context.Get(name)!, token);
            int machines = 0;
            await foreach (Machine machine in site.ListMachinesAsync(token)) machines++;
            string store = "none: the site accepts no replicas";
            if (site.AcceptsReplicas)
            {
                string id = (await site.OpenStoreAsync(token)).Id;
                store = id.Length > 0 ? id : "not made yet: the first replication makes it";
            }

            (bool canStart, string? reason) = site.Power;
            context.Output.Item(
                new { site.Definition.Name, Machines = machines, Store = store, site.FreeBytes, CanStartMachines = canStart, Reason = reason },
                ("Site", site.Definition.Name), ("Machines", $"{machines}"), ("Store", store), ("Free", site.FreeBytes is { } free ? Units.Size(free) : "-"),
                ("Starts machines", canStart ? "yes" : $"no. {reason}"));
            return 0;
        });
    }

    private static Option<string?> StoreOption(string meaning) => new("--store") { Description = $"Local: {meaning}. '{LocalSiteSettings.NoStore}' accepts no replicas." };

    private static string StorePlace(string given) => given == LocalSiteSettings.NoStore ? given : Path.GetFullPath(given);

    private static string Place(SiteDefinition site) => site.Settings.GetValueOrDefault(
        site.SiteKind switch
        {
            SiteKind.Aws => "region",
            SiteKind.Remote => RemoteSiteSettings.UrlName,
            _ => LocalSiteSettings.PathName,
        },
        "");

    private static void Show(CommandContext context, SiteDefinition site) => context.Output.Item(
        site, ("Site", site.Name), ("Id", site.Id), ("Place", Place(site)),
        ("Store", site.SiteKind switch
        {
            SiteKind.Local => LocalSiteSettings.StorePath(site) ?? "none",
            SiteKind.Remote => "the server's",
            _ => site.Settings.GetValueOrDefault("store", "EBS snapshots"),
        }));
}
