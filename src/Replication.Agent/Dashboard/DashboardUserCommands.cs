using System.CommandLine;
using Replication.Agent.Commands;
using Replication.Agent.Dashboard.SignIn;
using Replication.Agent.Output;

namespace Replication.Agent.Dashboard;

/// <summary>`replication dashboard user`: who may sign in.</summary>
internal static class DashboardUserCommands
{
    private static readonly Option<DashboardRole> Role = new("--role")
    {
        Description = "viewer looks; operator starts replications and test failovers as well.",
        DefaultValueFactory = _ => DashboardRole.Operator,
    };

    public static Command Build()
    {
        Role.AcceptOnlyFromAmong("viewer", "operator");
        Argument<string> added = Name();
        Argument<string> removed = Name();
        return new Command("user", "Who may sign in.").With(
            new Command("add", "Add a user, or give one another password; it is asked for, or is the first line of standard input.").With(added, Role)
                .DoesAlone((parsed, output, _) => Task.FromResult(Add(parsed, output, parsed.GetValue(added)!))),
            new Command("remove", "Remove a user; who is signed in by that name is out at once.").With(removed)
                .DoesAlone((parsed, output, _) => Task.FromResult(Remove(parsed, output, parsed.GetValue(removed)!))),
            new Command("list", "List the users.").DoesAlone((parsed, output, _) => Task.FromResult(List(parsed, output))));
    }

    private static Argument<string> Name() => new("name") { Description = "Name of the user." };

    private static UserFile Users(ParseResult parsed) => new DashboardFolder(GlobalOptions.Folder(parsed)).Users;

    private static int Add(ParseResult parsed, IResultWriter output, string name)
    {
        DashboardRole role = parsed.GetValue(Role);
        UserFile.RequireName(name);
        Users(parsed).Set(name, role, PasswordPrompt.Ask(name), TimeProvider.System.GetUtcNow());
        output.Item(new { Name = name, Role = role }, ("User", $"{name}, {role}"));
        return 0;
    }

    private static int Remove(ParseResult parsed, IResultWriter output, string name)
    {
        Users(parsed).Remove(name);
        output.Item(new { Removed = name }, ("User", $"{name} removed"));
        return 0;
    }

    private static int List(ParseResult parsed, IResultWriter output)
    {
        output.List(
            "users", [.. Users(parsed).Read().Select(user => new { user.Name, user.Role, user.ChangedAt })], ("Name", user => user.Name),
            ("Role", user => user.Role.ToString()), ("Password set", user => Units.Time(user.ChangedAt)));
        return 0;
    }
}
