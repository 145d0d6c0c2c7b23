"""Addresses of the public pages."""

from django.urls import path

from lapor.web.views import files, filing, own_data, pages, report

app_name = "web"
urlpatterns = [
    path("", pages.home_view, name="home"),
    path("lapor", filing.file_view, name="file"),
    path("lapor/foto/<uuid:upload_id>", files.kept_photo_view, name="kept_photo"),
    path("laporan/", pages.list_view, name="report_list"),
    path("laporan/<str:number>", report.report_view, name="report"),
    path("laporan/<str:number>/dukung", report.support_view, name="support"),
    path("laporan/<str:number>/data-saya", own_data.own_data_view, name="own_data"),
    path("laporan-saya/", report.my_reports_view, name="my_reports"),
    path("statistik/", pages.statistics_view, name="statistics"),
    path("bantuan/", pages.help_view, name="help"),
    path("wilayah.json", pages.areas_view, name="areas"),
    path("brand.css", pages.brand_css_view, name="brand_css"),
]
