using System.Reflection;
using Replication.Objects;

namespace Replication.Module.Tests;

/// <summary>
/// Objects bind by name to the next cmdlet, so that they still do after a trip through another process, where nothing of a
/// type is left but its properties.
/// </summary>
public class BindingTests
{
    [Theory]
    [InlineData(typeof(ReplicationSite), "Get-ReplicationMachine", "Site", "SiteId")]
    [InlineData(typeof(ReplicationSite), "Test-ReplicationSite", "Name", "Name")]
    [InlineData(typeof(ReplicationMachine), "Add-ReplicatedVM", "Machine", "MachineId")]
    [InlineData(typeof(ReplicationPolicy), "New-ReplicationGroup", "Policy", "PolicyId")]
    [InlineData(typeof(ReplicationGroup), "Measure-ReplicatedVM", "Group", "GroupId")]
    [InlineData(typeof(ReplicationGroup), "Start-VMReplication", "Group", "GroupId")]
    [InlineData(typeof(ReplicationGroup), "Get-ReplicatedVM", "Group", "GroupId")]
    [InlineData(typeof(ReplicatedVM), "Start-VMReplication", "VM", "VMId")]
    [InlineData(typeof(ReplicatedVM), "Remove-ReplicatedVM", "VM", "VMId")]
    [InlineData(typeof(ReplicatedVM), "Get-ReplicatedVM", "VM", "VMId")]
    [InlineData(typeof(ReplicatedVM), "Set-ReplicatedVM", "VM", "VMId")]
    [InlineData(typeof(RecoveryPoint), "Set-ReplicatedVM", "RecoveryPoint", "RecoveryPointId")]
    [InlineData(typeof(ReplicationMachine), "Measure-ReplicatedVM", "VM", "MachineId")]
    [InlineData(typeof(ReplicationMachine), "Get-ReplicatedVM", "VM", "MachineId")]
    [InlineData(typeof(RecoveryPoint), "Get-ReplicatedVM", "VM", "VMId")]
    [InlineData(typeof(ReplicationMeasurement), "Resume-ReplicatedVM", "VM", "VMId")]
    [InlineData(typeof(RecoveryPoint), "Start-TestFailover", "VM", "VMId")]
    [InlineData(typeof(RecoveryPoint), "Start-TestFailover", "RecoveryPoint", "RecoveryPointId")]
    [InlineData(typeof(RecoveryPoint), "Start-Failover", "RecoveryPoint", "RecoveryPointId")]
    [InlineData(typeof(RecoveryPoint), "Export-RecoveryPoint", "RecoveryPoint", "RecoveryPointId")]
    [InlineData(typeof(RecoveryPoint), "Remove-RecoveryPoint", "VM", "VMId")]
    [InlineData(typeof(RecoveryPoint), "Get-ReplicationSnapshot", "RecoveryPoint", "RecoveryPointId")]
    [InlineData(typeof(RecoveryPointTest), "Remove-RecoveryPoint", "RecoveryPoint", "RecoveryPointId")]
    [InlineData(typeof(RecoveryPoint), "Mount-RecoveryPoint", "RecoveryPoint", "RecoveryPointId")]
    [InlineData(typeof(RecoveryPointMount), "Dismount-RecoveryPoint", "Mount", "MountId")]
    [InlineData(typeof(RecoveryPoint), "Dismount-RecoveryPoint", "Mount", "RecoveryPointId")]
    [InlineData(typeof(ReplicationAuthorization), "Set-ReplicationAuthorization", "AllowedPrimaryServer", "AllowedPrimaryServer")]
    [InlineData(typeof(ReplicationAuthorization), "Remove-ReplicationAuthorization", "AllowedPrimaryServer", "AllowedPrimaryServer")]
    [InlineData(typeof(ReplicaServer), "Test-ReplicaServer", "ComputerName", "ComputerName")]
    [InlineData(typeof(ReplicaServer), "Set-ReplicaServer", "ComputerName", "ComputerName")]
    [InlineData(typeof(ReplicationJob), "Wait-ReplicationJob", "Job", "JobId")]
    [InlineData(typeof(ReplicationJob), "Stop-TestFailover", "VM", "VMId")]
    public void A_property_of_an_object_is_a_parameter_of_the_next_cmdlet(Type output, string cmdlet, string parameter, string property)
    {
        PropertyInfo bound = CmdletInfo.Named(cmdlet).Parameters.Single(candidate => candidate.Name == parameter);
        Assert.Contains(CmdletInfo.Declarations(bound), data => CmdletInfo.Named(data, "ValueFromPipelineByPropertyName", false));
        // The parameter's own name goes first, then its aliases in order: that is the property that PowerShell takes.
        Assert.Equal(property, CmdletInfo.NamesOf(bound).First(name => output.GetProperty(name) is not null), ignoreCase: true);
    }

    [Fact]
    public void A_group_is_never_taken_for_the_name_of_a_VM()
    {
        foreach (CmdletInfo cmdlet in CmdletInfo.All.Where(cmdlet => cmdlet.Type.IsSubclassOf(typeof(Commands.VMCommand))))
        {
            var sets = cmdlet.Parameters.ToDictionary(parameter => parameter.Name, parameter => CmdletInfo.Sets(parameter).ToArray());
            Assert.Equal(["VM"], sets["VM"]);
            Assert.Equal(["Group"], sets["Group"]);
        }
    }

    /// <summary>What the compiler makes of an interface's collection expression cannot be indexed by PowerShell.</summary>
    [Fact]
    public void Lists_are_arrays()
    {
        PropertyInfo[] lists =
        [
            .. from type in typeof(ReplicatedVM).Assembly.GetExportedTypes()
               where type.Namespace == "Replication.Objects"
               from property in type.GetProperties()
               where property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
               select property,
        ];
        Assert.Empty(lists.Select(property => $"{property.DeclaringType!.Name}.{property.Name}"));
    }

    [Fact]
    public void States_are_strings()
    {
        foreach (Type type in typeof(ReplicatedVM).Assembly.GetExportedTypes().Where(type => type.Namespace == "Replication.Objects"))
            Assert.DoesNotContain(type.GetProperties(), property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).IsEnum);
    }
}
