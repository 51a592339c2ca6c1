using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Agent.Commands;

internal static class SiteCommands
{
    public static Command Build() => new Command("site", "Places where machines run.").With(Add(), List(), Test());

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "Name of the site." };
        var path = new Option<string>("--path") { Description = "Folder of its machines; made when it is missing.", Required = true };
        var store = new Option<string?>("--store") { Description = $"Folder of its store (default: inside the path), or '{LocalSiteSettings.NoStore}' to accept no replicas." };
        var compression = new Option<string>("--compression") { Description = "Of its store: none or brotli.", DefaultValueFactory = _ => "none" };
        compression.AcceptOnlyFromAmong("none", "brotli");
        return new Command("add", "Add a Local site: a folder of machines.").With(name, path, store, compression).Does(async (context, token) =>
        {
            var settings = new Dictionary<string, string> { ["path"] = Path.GetFullPath(context.Get(path)!), ["compression"] = context.Get(compression)! };
            if (context.Get(store) is { } folder) settings["store"] = folder == LocalSiteSettings.NoStore ? folder : Path.GetFullPath(folder);
            Show(context, await context.Service.Sites.AddAsync(context.Get(name)!, SiteKind.Local, settings, token));
            return 0;
        });
    }

    private static Command List() => new Command("list", "List the sites.").Does(async (context, token) =>
    {
        context.Output.List(
            "sites", await context.Service.Sites.ListAsync(token),
            ("Name", site => site.Name), ("Kind", site => site.SiteKind.ToString()), ("Path", site => site.Settings.GetValueOrDefault("path", "")),
            ("Id", site => site.Id));
        return 0;
    });

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

    private static void Show(CommandContext context, SiteDefinition site) => context.Output.Item(
        site, ("Site", site.Name), ("Id", site.Id), ("Path", site.Settings["path"]), ("Store", LocalSiteSettings.StorePath(site) ?? "none"));
}
