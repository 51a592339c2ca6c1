using System.CommandLine;
using System.CommandLine.Parsing;
using Replication.Core.Boot;

namespace Replication.Agent.Commands;

/// <summary>What a boot check is to wait for.</summary>
internal sealed class BootOptions
{
    private readonly Option<bool> _boot = new("--boot") { Description = "Boot a machine made of the point, without any network, and remove it." };

    private readonly Option<string?> _console = new("--expect-console") { Description = "With --boot: regular expression that the serial console has to match." };

    private readonly Option<int?> _port = new("--expect-port") { Description = "With --boot: TCP port of the guest that has to accept a connection." };

    private readonly Option<bool> _agent = new("--expect-agent") { Description = "With --boot: the guest agent has to answer." };

    private readonly Option<int> _limit = new("--limit") { Description = "With --boot: seconds from the start of the machine.", DefaultValueFactory = _ => 300 };

    public Symbol[] All => [_boot, _console, _port, _agent, _limit];

    public void Validate(CommandResult result)
    {
        bool expects = result.GetValue(_console) is not null || result.GetValue(_port) is not null || result.GetValue(_agent);
        if (expects != result.GetValue(_boot)) result.AddError("--boot goes with --expect-console, --expect-port or --expect-agent.");
    }

    /// <summary>Null without --boot.</summary>
    public BootProbe? Read(CommandContext context) => !context.Get(_boot) ? null : new BootProbe
    {
        ConsolePattern = context.Get(_console),
        TcpPort = context.Get(_port),
        Agent = context.Get(_agent),
        Limit = TimeSpan.FromSeconds(context.Get(_limit)),
    };
}
