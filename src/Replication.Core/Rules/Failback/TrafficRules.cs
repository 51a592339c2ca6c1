using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>Data goes from the machine to a process server and from there home, and no other way (FBK-09).</summary>
internal static class TrafficRules
{
    public static IEnumerable<Finding> Check(FailbackView view)
    {
        foreach ((FailbackMachine machine, MasterTarget target) in view.Assigned())
        {
            IReadOnlyList<TrafficSample> traffic = view.Inventory.Traffic;
            long direct = Sum(traffic, sample => sample.From == machine.Name && sample.To == target.Name);
            long into = Sum(traffic, sample => sample.From == machine.Name && view.Inventory.ProcessServers.Any(server => server.Name == sample.To));
            long onward = Sum(traffic, sample => sample.To == target.Name && view.Inventory.ProcessServers.Any(server => server.Name == sample.From));
            bool measured = traffic.Any(sample => sample.From == machine.Name);
            yield return Answer.Of(
                "FBK-09", FailbackErrorIds.DataPathBypassed, measured ? direct == 0 && into > 0 && onward > 0 : null, FailbackView.Vm(machine),
                measured ? FormattableString.Invariant($"{into} bytes went to a process server, {onward} from there to {target.Name}, {direct} past it.")
                    : "The way of its data was not measured.",
                "data that goes through a process server.", "Register the machine with a process server, and look at the routes between them.");
        }
    }

    private static long Sum(IEnumerable<TrafficSample> samples, Func<TrafficSample, bool> which) => samples.Where(which).Sum(sample => sample.Bytes);
}
