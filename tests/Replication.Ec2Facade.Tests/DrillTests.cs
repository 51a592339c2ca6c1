using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

/// <summary>boto3, which knows nothing of this program, drives a disaster-recovery drill through EBS direct and EC2.</summary>
public class DrillTests
{
    [Fact]
    public async Task A_whole_drill_is_bit_exact_and_leaves_nothing()
    {
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "drill.py", "whole");
    }

    [Fact]
    public async Task Copies_in_another_region_have_the_bytes_and_a_lineage()
    {
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "drill.py", "across_regions");
    }
}
