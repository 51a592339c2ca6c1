using System.CommandLine;

namespace Replication.Agent.Commands;

internal static class MediaCommands
{
    public static Command Build() => new Command("media", "The initial copy on external media.").With(Export(), Import());

    private static Command Export()
    {
        Argument<string[]> vms = Parameters.Vms();
        var to = new Option<string>("--to") { Description = "Folder on the media.", Required = true };
        return new Command("export", "Write the initial copy to media.").With(vms, to).Does(async (context, token) => await context.RunEachAsync(
            await context.VmsAsync(context.Get(vms)!, null, token), vm => context.Service.Verbs.ExportInitial(vm, Path.GetFullPath(context.Get(to)!)), token));
    }

    private static Command Import()
    {
        Argument<string[]> vms = Parameters.Vms();
        var from = new Option<string>("--from") { Description = "Folder on the media.", Required = true };
        return new Command("import", "Take the initial copy from media.").With(vms, from).Does(async (context, token) => await context.RunEachAsync(
            await context.VmsAsync(context.Get(vms)!, null, token), vm => context.Service.Verbs.ImportInitial(vm, Path.GetFullPath(context.Get(from)!)), token));
    }
}
