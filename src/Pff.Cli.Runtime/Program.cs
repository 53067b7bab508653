using Pff.Cli.Runtime.Commands;
using Pff.Hosting;

var host = new CommandLineHost("pff: runs fixes over production HTTP APIs, once per row of a table");
RunCommand.AddTo(host);
ResumeCommand.AddTo(host);
RedriveCommand.AddTo(host);
UndoCommand.AddTo(host);
InspectCommand.AddTo(host);
PlanCommand.AddTo(host);
ShowCommand.AddTo(host);
ApproveCommand.AddTo(host);
ApplyCommand.AddTo(host);
RunsCommand.AddTo(host);
LiveCommands.AddTo(host);
ReportCommand.AddTo(host);
MockCommand.AddTo(host);
HardwareCommand.AddTo(host);
return await host.InvokeAsync(args);
