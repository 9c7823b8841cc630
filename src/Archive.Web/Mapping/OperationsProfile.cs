using Archive.Core.Jobs;
using Archive.Core.Retention;
using Archive.Web.Auth;
using Archive.Web.Operations;
using AutoMapper;

namespace Archive.Web.Mapping;

internal sealed class OperationsProfile : Profile
{
    public OperationsProfile()
    {
        CreateMap<JobRun, JobRunView>();
        CreateMap<ScheduledJob, JobView>().ForMember(v => v.LastRun, o => o.Ignore());
        CreateMap<LegalHold, HoldView>();
        CreateMap<DirectoryEntry, UserView>();
    }
}
