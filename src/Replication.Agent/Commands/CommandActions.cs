using System.CommandLine;
using Replication.Agent.Output;
using Replication.Runtime;

namespace Replication.Agent.Commands;

internal static class CommandActions
{
    /// <summary>Sets what a command does once the workspace is open.</summary>
    public static Command Does(this Command command, Func<CommandContext, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(GlobalOptions.Options(parsed), cancellationToken);
            if (!parsed.GetValue(GlobalOptions.Plan)) await workspace.KeepMachinesGoingAsync(cancellationToken);
            var context = new CommandContext(parsed, workspace, ResultWriters.Create(parsed.GetValue(GlobalOptions.Json)));
            return await action(context, cancellationToken);
        });
        return command;
    }

    /// <summary>Sets what a command does that needs no workspace.</summary>
    public static Command DoesAlone(this Command command, Func<ParseResult, IResultWriter, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellationToken) => action(parsed, ResultWriters.Create(parsed.GetValue(GlobalOptions.Json)), cancellationToken));
        return command;
    }

    public static Command With(this Command command, params Symbol[] symbols)
    {
        foreach (Symbol symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument: command.Arguments.Add(argument); break;
                case Option option: command.Options.Add(option); break;
                case Command child: command.Subcommands.Add(child); break;
            }
        }

        return command;
    }
}
