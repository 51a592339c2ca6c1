using System.CommandLine;
using System.Globalization;
using Replication.Agent.Monitoring.Alerts;
using Replication.Agent.Output;
using Replication.Core.Alerts;
using Replication.Core.Errors;
using Replication.Core.Health;

namespace Replication.Agent.Commands;

internal static class AlertCommands
{
    public static Command Build() => new Command("alerts", "Who is told when the health of VMs changes; agents deliver.").With(Show(), Set(), Remove(), Test());

    private static Command Show() => new Command("show", "List the channels and what waits for them.").Does(async (context, token) =>
    {
        IReadOnlyList<Alert> waiting = await context.Service.Alerts.WaitingAsync(token);
        context.Output.List(
            "alert channels", await context.Service.Alerts.ListAsync(token),
            ("Name", channel => channel.Name), ("Kind", channel => channel.ChannelKind.ToString()), ("To", channel => channel.To.Count > 0 ? string.Join(" ", channel.To) : channel.Address ?? "-"),
            ("From state", channel => channel.MinimumState.ToString()), ("On", channel => channel.Enabled ? "yes" : "no"),
            ("Waiting", channel => waiting.Count(alert => alert.ChannelId == channel.Id).ToString(CultureInfo.InvariantCulture)),
            ("Last error", channel => waiting.LastOrDefault(alert => alert.ChannelId == channel.Id && alert.LastError is not null)?.LastError ?? ""));
        return 0;
    });

    private static Command Set()
    {
        var name = new Argument<string>("name") { Description = "Name of the channel." };
        var kind = new Option<AlertChannelKind?>("--kind") { Description = "Webhook, Email or SystemLog (of a new channel)." };
        var address = new Option<string?>("--address") { Description = "https:// of a webhook; smtp://host:port or smtps://host:port of a mail server." };
        var secret = new Option<string?>("--secret-file") { Description = "File with the webhook's HMAC key or the mail account's password, readable by the agent's user alone." };
        var user = new Option<string?>("--user") { Description = "Account at the mail server." };
        var from = new Option<string?>("--from") { Description = "Address of the sender." };
        var to = new Option<string[]>("--to") { Description = "Addresses of the receivers.", AllowMultipleArgumentsPerToken = true };
        var state = new Option<HealthState?>("--state") { Description = "Only from this state on: Warning or Critical." };
        var enabled = new Option<bool?>("--enabled") { Description = "Whether it is told anything (true or false)." };
        return new Command("set", "Make a channel or change it.").With(name, kind, address, secret, user, from, to, state, enabled).Does(async (context, token) =>
        {
            string of = context.Get(name)!;
            AlertChannel? present = (await context.Service.Alerts.ListAsync(token)).FirstOrDefault(channel => string.Equals(channel.Name, of, StringComparison.OrdinalIgnoreCase));
            AlertChannel before = present ?? new AlertChannel { Id = Guid.NewGuid().ToString(), Name = of, ChannelKind = AlertChannelKind.Unknown };
            AlertChannel changed = before with
            {
                ChannelKind = context.Get(kind) ?? before.ChannelKind,
                Address = context.Get(address) ?? before.Address,
                SecretFile = context.Get(secret) is { } file ? Path.GetFullPath(file) : before.SecretFile,
                UserName = context.Get(user) ?? before.UserName,
                From = context.Get(from) ?? before.From,
                To = context.IsGiven(to) ? context.Get(to) ?? [] : before.To,
                MinimumState = context.Get(state) ?? before.MinimumState,
                Enabled = context.Get(enabled) ?? before.Enabled,
            };
            AlertChannelRules.Validate(changed);
            if (!context.Get(GlobalOptions.Plan)) changed = await context.Service.Alerts.SetAsync(changed, token);
            context.Output.Item(changed, ("Channel", changed.Name), ("Kind", changed.ChannelKind.ToString()), ("Address", changed.Address ?? "-"));
            return 0;
        });
    }

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "Name of the channel." };
        return new Command("remove", "Remove a channel and what waits for it.").With(name).Does(async (context, token) =>
        {
            AlertChannel channel = await context.Service.Alerts.GetAsync(context.Get(name)!, token);
            if (!context.Get(GlobalOptions.Plan)) await context.Service.Alerts.RemoveAsync(channel, token);
            context.Output.Item(channel, ("Removed", channel.Name));
            return 0;
        });
    }

    private static Command Test()
    {
        var name = new Argument<string>("name") { Description = "Name of the channel." };
        return new Command("test", "Send a message over a channel now, from here.").With(name).Does(async (context, token) =>
        {
            AlertChannel channel = await context.Service.Alerts.GetAsync(context.Get(name)!, token);
            if (context.Get(GlobalOptions.Plan)) return 0;
            using var senders = new AlertSenders(TimeProvider.System);
            try
            {
                await senders.SendAsync(channel, context.Service.Alerts.Sample(channel), token);
            }
            catch (Exception error) when (error is not ReplicationException && !token.IsCancellationRequested)
            {
                throw new ReplicationException("AlertNotDelivered", $"Alert channel {channel.Name}", error.Message, inner: error);
            }

            context.Output.Item(new { Channel = channel.Name, Delivered = true }, ("Delivered to", channel.Name));
            return 0;
        });
    }
}
