using Pff.Core.Diagnostics;
using Pff.Server.Mocking;

namespace Pff.Server.Diagnostics;

/// <summary>Why a server did not start, one function a code.</summary>
public static class ServerFailures
{
    public static MockFailure PortTaken(int port) => new(
        "PFF4030",
        new($"port {port} is in use by another program", $"a porta {port} está em uso por outro programa"));

    public static MockFailure PortRefused(int port, string reason) => new(
        "PFF4031",
        new($"the system refuses port {port}: {reason}", $"o sistema recusa a porta {port}: {reason}"));

    public static MockFailure NoSuchPort(int port) => new(
        "PFF4032",
        new($"expected a port from 0 to 65535, found {port}", $"esperada uma porta de 0 a 65535, encontrada {port}"));
}
