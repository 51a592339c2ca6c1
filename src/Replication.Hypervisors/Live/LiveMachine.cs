using Replication.Core.Capture;
using Replication.Core.Machines;
using Replication.Hypervisors.Local;

namespace Replication.Hypervisors.Live;

/// <summary>A running machine that is to be captured.</summary>
/// <param name="Machine">As it is described.</param>
/// <param name="Files">Its folder and machine.json.</param>
/// <param name="Sockets">Where it is reached.</param>
/// <param name="Request">What is wanted of it.</param>
internal sealed record LiveMachine(Machine Machine, MachineFolder Files, LiveSockets Sockets, CaptureRequest Request);
